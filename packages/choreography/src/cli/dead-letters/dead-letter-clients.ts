import { SQSClient } from '@aws-sdk/client-sqs';
import type { Access } from '#cli/aws/endpoint.ts';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import type { Context, Settings } from '#cli/settings.ts';
import { templatesHere } from '#cli/templates-here.ts';
import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';
import { type KeysOf, keyReader } from './event-keys.ts';

/** Where to work, and what tells of it. */
export interface DeadLetterOptions extends TargetOptions {
  /** Templates that tell which job a function is, and which key an event has. */
  readonly dir?: string;
  /** Where the key stands in an event. */
  readonly keyPath?: string;
}

/** What the commands on dead letters work with. */
export interface DeadLetterClients {
  readonly access: Access;
  /** The CDK context of the deployment, to be repeated in the commands that are printed. */
  readonly context: Context;
  /** How queues and functions are called; undefined if choreography.json does not say. */
  readonly settings: Settings['deadLetters'] | undefined;
  readonly graph: Graph | undefined;
  readonly keysOf: KeysOf;
  readonly sqs: SQSClient;
}

/** Does some work at the endpoint that was asked for. What AWS answers badly is an InputError: a sentence. */
export async function withClients(
  { dir, keyPath, ...where }: DeadLetterOptions,
  work: (desk: DeadLetterClients) => Promise<void>,
): Promise<void> {
  const { access, settings: given, context } = await resolveTarget(where);
  const settings = given.deadLetters;
  const graph = templatesHere(dir);
  // Emulators make up the host of a queue's URL.
  const sqs = new SQSClient({ ...CLIENT_CONFIG, ...access, useQueueUrlAsEndpoint: false });
  const keysOf = keyReader({ asked: keyPath, processes: graph?.processes, otherwise: settings?.key });
  try {
    await work({ access, context, settings, graph, keysOf, sqs });
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    const { endpoint } = access;
    throw new InputError(
      whyUnreachable(error, endpoint) ?? `${endpoint ?? 'AWS'} answered with ${error.name}: ${error.message}`,
    );
  }
}
