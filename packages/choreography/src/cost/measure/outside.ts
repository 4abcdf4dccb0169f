import {
  DisableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Runtime } from '#local/start-runtime.ts';
import { InputError } from '#template/input-error.ts';
import type { Entry } from './process-path.ts';

/** Any signature is taken here. */
const SIGNATURE = `AWS4-HMAC-SHA256 Credential=outside/20300107/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

/** Whoever is outside of a system that runs on the local runtime: puts events, calls functions, and waits until all has happened. */
export class Outside {
  readonly #events: EventBridgeClient;
  readonly #lambda: LambdaClient;
  readonly #sqs: SQSClient;
  /** The longest time for which a batch is gathered, in milliseconds. */
  longestWindowMs = 0;

  constructor(
    private readonly runtime: Runtime,
    private readonly bus: string | undefined,
  ) {
    const credentials = { accessKeyId: 'outside', secretAccessKey: 'outside' };
    const access = { endpoint: runtime.endpoint, region: 'us-east-1', credentials };
    this.#events = new EventBridgeClient(access);
    this.#lambda = new LambdaClient(access);
    this.#sqs = new SQSClient({ ...access, useQueueUrlAsEndpoint: false });
  }

  /** Ends what happens by the time of day, so that it is not counted among what an instance does. */
  async stopSchedules(): Promise<void> {
    const { EventBuses = [] } = await this.#events.send(new ListEventBusesCommand({}));
    for (const { Name: EventBusName } of EventBuses) {
      const { Rules = [] } = await this.#events.send(new ListRulesCommand({ EventBusName }));
      for (const { Name, ScheduleExpression } of Rules)
        if (ScheduleExpression) await this.#events.send(new DisableRuleCommand({ Name, EventBusName }));
    }
    const { EventSourceMappings = [] } = await this.#lambda.send(new ListEventSourceMappingsCommand({}));
    const windows = EventSourceMappings.map(({ MaximumBatchingWindowInSeconds: seconds = 0 }) => seconds * 1000);
    this.longestWindowMs = Math.max(0, ...windows);
  }

  /** Whether a queue has messages that were sent to come later. */
  async isSomethingDelayed(): Promise<boolean> {
    const { QueueUrls = [] } = await this.#sqs.send(new ListQueuesCommand({}));
    const AttributeNames = ['ApproximateNumberOfMessagesDelayed' as const];
    for (const QueueUrl of QueueUrls) {
      const { Attributes } = await this.#sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      if (Number(Attributes?.ApproximateNumberOfMessagesDelayed) > 0) return true;
    }
    return false;
  }

  /** Puts entries in one call and waits until all that follows has happened. */
  async put(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const Entries = entries.map((entry) => ({ ...entry, ...(this.bus !== undefined && { EventBusName: this.bus }) }));
    const { Entries: answers = [] } = await this.#events.send(new PutEventsCommand({ Entries }));
    const refused = answers.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused !== -1) {
      const { ErrorCode, ErrorMessage } = answers[refused] ?? {};
      throw new InputError(
        `The bus did not take the entry of ${entries[refused]?.DetailType}: ${ErrorCode}: ${ErrorMessage}`,
      );
    }
    await this.runtime.idle();
  }

  /** Gives the data of entries to the URL of a function, by its name or its end. */
  async ask(name: string, entries: readonly Entry[]): Promise<void> {
    const { urls } = this.runtime.status();
    const found = Object.keys(urls).find((each) => each === name || each.endsWith(name));
    if (found === undefined)
      throw new InputError(
        `No function "${name}" has a URL: those that have one are ${Object.keys(urls).join(', ') || 'none'}.`,
      );
    for (const { Detail } of entries) {
      const { data } = JSON.parse(Detail) as { data?: unknown };
      const answer = await fetch(urls[found] as string, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: SIGNATURE },
        body: JSON.stringify(data),
      });
      if (!answer.ok) throw new InputError(`${found} answered ${answer.status}: ${await answer.text()}`);
      await this.runtime.idle();
    }
  }
}
