import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSystem, type SystemOptions } from '#cli/map/read-system.ts';
import { graphOf } from '#graph/graph-of.ts';
import { InputError } from '#template/input-error.ts';
import { asyncApi } from './async-api.ts';

export interface AsyncApiOptions extends SystemOptions {
  readonly title: string;
  readonly participant?: string;
  /** A folder for a document of each participant. */
  readonly each?: string;
  readonly parameter?: Readonly<Record<string, string>>;
}

/** `choreography export asyncapi [TEMPLATES…]`: prints one document, or writes one for each participant. */
export async function exportAsyncApi(paths: readonly string[], options: AsyncApiOptions): Promise<void> {
  const { title, participant, each } = options;
  const graph = graphOf(await readSystem(paths, options), options.parameter);
  const participants = [
    ...new Set([...graph.producers, ...graph.consumers.map(({ target }) => target)].map((one) => one.participant)),
  ];
  if (participant !== undefined && !participants.includes(participant))
    throw new InputError(
      `There is no participant "${participant}" here: there are ${participants.join(', ') || 'none'}.`,
    );
  if (each === undefined) return console.log(JSON.stringify(asyncApi(graph, { title, participant }), null, 2));
  mkdirSync(each, { recursive: true });
  for (const one of participants) {
    const file = join(each, `${one.replace(/[^\w.-]+/g, '_')}.json`);
    writeFileSync(file, `${JSON.stringify(asyncApi(graph, { title, participant: one }), null, 2)}\n`);
    console.log(file);
  }
}
