import { SQSClient } from '@aws-sdk/client-sqs';
import type { Access } from '#cli/aws/endpoint.ts';
import { type Reach, reach } from '#cli/aws/reach.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import type { Settings } from '#cli/settings.ts';
import { InputError } from '#template/input-error.ts';

/** What the commands on dead letters work with. */
export interface Desk {
  readonly access: Access;
  readonly settings: Settings['deadLetters'];
  readonly sqs: SQSClient;
}

/** Nobody waits longer for a connection, in milliseconds. */
const CONNECTION_TIMEOUT = 5000;
export const PATIENCE = { maxAttempts: 3, requestHandler: { connectionTimeout: CONNECTION_TIMEOUT } };

/** Does some work at the endpoint that was asked for. What AWS answers badly is an InputError: a sentence. */
export async function atDesk(where: Reach, work: (desk: Desk) => Promise<void>): Promise<void> {
  const { access, settings } = await reach(where);
  // Emulators make up the host of a queue's URL.
  const sqs = new SQSClient({ ...PATIENCE, ...access, useQueueUrlAsEndpoint: false });
  try {
    await work({ access, settings: settings.deadLetters, sqs });
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    const { endpoint } = access;
    throw new InputError(
      whyUnreachable(error, endpoint) ?? `${endpoint ?? 'AWS'} answered with ${error.name}: ${error.message}`,
    );
  }
}
