import { type Entry, entriesOf, type ProcessPath } from '#cost/measure/process-path.ts';
import type { Draw, Stimulus } from '#simulation/define-simulation.ts';
import type { Load } from './load.ts';

/** One sampled instance of a path. */
export interface SampledInstance {
  readonly path: ProcessPath;
  /** The number of the instance among all, from 0: the end of its key. */
  readonly number: number;
  /** The first part of the labels of all that follows from it. */
  readonly label: string;
}

/** The events that a path requires beforehand (`given`) are put again, with other texts, for every so many instances. */
const INSTANCES_PER_GIVEN = 16;
/** When the load begins, in milliseconds after the world does: the first given events are handled by then. */
export const LOAD_BEGINS = 10_000;

/** The sampled instances of a load, each of a path that is drawn by the paths' shares, and their stimuli. */
export function loadStimuli(
  paths: readonly ProcessPath[],
  load: Load,
  draw: Draw,
): { readonly instances: readonly SampledInstance[]; readonly stimuli: readonly Stimulus[] } {
  const instances = Array.from({ length: load.sampled }, (_, number): SampledInstance => {
    const label = `i-${number}`;
    return { number, label, path: pathAt(paths, draw.number(`${label} path`)) };
  });
  const stimuli = instances.flatMap(({ path, number, label }) => {
    const at = LOAD_BEGINS + load.arrivalOf(number);
    const own = entriesOf(path, number).map((entry, index) =>
      stimulusOf(index === 0 ? label : `${label}.${index}`, at + index, entry, path.function),
    );
    return number % INSTANCES_PER_GIVEN === 0 ? [...givenAt(paths, number, at - LOAD_BEGINS), ...own] : own;
  });
  return { instances, stimuli };
}

/** The path at a part, from 0 up to 1, of the paths' shares laid end to end. */
function pathAt(paths: readonly ProcessPath[], part: number): ProcessPath {
  const all = paths.reduce((sum, { share }) => sum + share, 0);
  let upTo = 0;
  const found = paths.find(({ share }) => {
    upTo += share;
    return part * all < upTo;
  });
  return found ?? (paths.at(-1) as ProcessPath);
}

/** The given events of all paths: each text that is in no entry of an instance, such as the id of a delivery, gets the number. */
function givenAt(paths: readonly ProcessPath[], number: number, at: number): Stimulus[] {
  return paths.flatMap(({ given, entries }, index) => {
    const known = entries.map(({ Detail }) => Detail).join();
    return given.map((entry, which) => {
      const Detail = JSON.stringify(JSON.parse(entry.Detail), (_, value) =>
        typeof value === 'string' && !known.includes(JSON.stringify(value)) ? `${value}-${number}` : value,
      );
      return stimulusOf(`given-${number}-${index}-${which}`, at, { ...entry, Detail }, undefined);
    });
  });
}

const stimulusOf = (
  label: string,
  at: number,
  { Source, DetailType, Detail }: Entry,
  functionName: string | undefined,
): Stimulus => ({
  ...{ label, at, data: JSON.parse(Detail).data },
  by: functionName === undefined ? { source: Source, type: DetailType } : { function: functionName },
});
