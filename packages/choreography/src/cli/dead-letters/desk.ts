import { SQSClient } from '@aws-sdk/client-sqs';
import { type Access, findAccess } from '#cli/aws/endpoint.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import { givenSettings, type Settings } from '#cli/settings.ts';
import { templatesHere } from '#cli/templates-here.ts';
import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';
import { type KeysOf, keyReader } from './event-keys.ts';

/** Where to work, and what tells of it. */
export interface DeskOptions {
  readonly endpointUrl?: string;
  /** Templates that tell which job a function is, and which key an event has. */
  readonly dir?: string;
  /** Where the key stands in an event. */
  readonly keyPath?: string;
}

/** What the commands on dead letters work with. */
export interface Desk {
  readonly access: Access;
  /** How queues and functions are called; undefined if choreography.json does not say. */
  readonly settings: Settings['deadLetters'] | undefined;
  readonly graph: Graph | undefined;
  readonly keysOf: KeysOf;
  readonly sqs: SQSClient;
}

/** Does some work at the endpoint that was asked for. What AWS answers badly is an InputError: a sentence. */
export async function atDesk(
  { endpointUrl, dir, keyPath }: DeskOptions,
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  const { deadLetters: settings } = givenSettings();
  const graph = templatesHere(dir);
  const access = await findAccess(endpointUrl);
  // Emulators make up the host of a queue's URL.
  const sqs = new SQSClient({ ...CLIENT_CONFIG, ...access, useQueueUrlAsEndpoint: false });
  const keysOf = keyReader({ asked: keyPath, processes: graph?.processes, otherwise: settings?.key });
  try {
    await work({ access, settings, graph, keysOf, sqs });
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    const { endpoint } = access;
    throw new InputError(
      whyUnreachable(error, endpoint) ?? `${endpoint ?? 'AWS'} answered with ${error.name}: ${error.message}`,
    );
  }
}
