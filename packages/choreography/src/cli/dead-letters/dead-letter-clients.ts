import { SQSClient } from '@aws-sdk/client-sqs';
import type { Access } from '#cli/aws/endpoint.ts';
import { resolveTarget, type TargetOptions } from '#cli/aws/reach.ts';
import { CLIENT_CONFIG } from '#cli/aws/requests.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import type { Context, Settings } from '#cli/project/settings.ts';
import { templatesHere } from '#cli/project/templates-here.ts';
import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';
import { type KeysOf, keyReader } from './event-keys.ts';
import { type HideValues, hideValues } from './hide-values.ts';

/** Where to work, and what describes the jobs there. */
export interface DeadLetterOptions extends TargetOptions {
  /** Templates from which jobs' names and events' keys are read. */
  readonly dir?: string;
  /** The path of the key in an event. */
  readonly keyPath?: string;
  /** The only process whose keys are meant, where an event belongs to several. */
  readonly process?: string;
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
  readonly hide: HideValues;
  readonly sqs: SQSClient;
}

/** Does some work at the endpoint that was asked for. What AWS answers badly is an InputError: a sentence. */
export async function withClients(
  { dir, keyPath, process: name, ...where }: DeadLetterOptions,
  work: (desk: DeadLetterClients) => Promise<void>,
): Promise<void> {
  const { access, settings: given, context } = await resolveTarget(where);
  const settings = given.deadLetters;
  const graph = templatesHere(dir);
  // Emulators make up the host of a queue's URL.
  const sqs = new SQSClient({ ...CLIENT_CONFIG, ...access, useQueueUrlAsEndpoint: false });
  const processes = graph?.processes && processesOf(graph.processes, name);
  const keysOf = keyReader({ asked: keyPath, processes, otherwise: settings?.key });
  try {
    await work({ access, context, settings, graph, keysOf, hide: hideValues(graph?.contracts), sqs });
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    const { endpoint } = access;
    throw new InputError(
      whyUnreachable(error, endpoint) ?? `${endpoint ?? 'AWS'} answered with ${error.name}: ${error.message}`,
    );
  }
}

/** The process of a name, or all of them. Throws an InputError that names those that there are. */
function processesOf(processes: Graph['processes'], name: string | undefined): Graph['processes'] {
  const named = name === undefined ? processes : processes.filter((process) => process.name === name);
  if (named.length > 0 || processes.length === 0) return named;
  const known = processes.map((process) => `"${process.name}"`).join(', ');
  throw new InputError(`There is no process "${name}": there is ${known}.`);
}
