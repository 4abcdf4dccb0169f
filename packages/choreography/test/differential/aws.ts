import { randomBytes } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { Names } from './normalise.ts';

export const REGION = 'us-east-1';
/** All engines take the same made-up account. */
export const ACCOUNT = '000000000000';

/** An engine as one story sees it: the clients of a user, names of its own, and an end that leaves nothing behind. */
export class Aws {
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly sts: STSClient;
  readonly ses: SESClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudformation: CloudFormationClient;
  readonly #unique = new Map<string, string>();
  readonly #undo: (() => Promise<unknown>)[] = [];

  constructor(readonly endpoint: string) {
    const access = {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      // An engine that never answers is told apart from one that is slow.
      requestHandler: { requestTimeout: 30_000, throwOnRequestTimeout: true },
    };
    this.events = new EventBridgeClient(access);
    // An emulator's queue URLs name hosts that not every machine resolves.
    this.sqs = new SQSClient({ ...access, useQueueUrlAsEndpoint: false });
    this.dynamodb = new DynamoDBClient(access);
    this.lambda = new LambdaClient(access);
    this.sts = new STSClient(access);
    this.ses = new SESClient(access);
    this.logs = new CloudWatchLogsClient(access);
    this.cloudformation = new CloudFormationClient(access);
  }

  /** A name that nobody else has; in the answer it is `<word>`. */
  unique(word: string): string {
    const name = `${word}-${randomBytes(5).toString('hex')}`;
    return this.known(name, word);
  }

  /** Takes a name that was made elsewhere; in the answer it is `<word>`. */
  known(name: string, word: string): string {
    this.#unique.set(name, word);
    return name;
  }

  names(): Names {
    return { endpoint: this.endpoint, region: REGION, account: ACCOUNT, unique: this.#unique };
  }

  /** Removes what a story made, once it is told. */
  afterwards(undo: () => Promise<unknown>): void {
    this.#undo.unshift(undo);
  }

  /** Undoes all, the last first. What is gone already, or was never made, is well. */
  async leave(): Promise<void> {
    for (const undo of this.#undo) await undo().catch(() => {});
    const { events, sqs, dynamodb, lambda, sts, ses, logs, cloudformation } = this;
    for (const client of [events, sqs, dynamodb, lambda, sts, ses, logs, cloudformation]) client.destroy();
  }
}
