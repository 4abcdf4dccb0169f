import { type Entry, entriesOf, type ProcessPath } from '#cost/measure/process-path.ts';
import type { Draw, Stimulus } from '#simulation/define-simulation.ts';
import type { Load } from './load.ts';

/** One sampled instance of a path. */
export interface SampledInstance {
  readonly path: ProcessPath;
  /** Its number among all, from 0: the end of its key. */
  readonly number: number;
  /** At the head of the labels of all that follows from it. */
  readonly label: string;
}

/** What is given to a path is given anew, as something else, for each so many instances. */
const SHARE_OF_GIVEN = 16;
/** Until then what is given first is there, in milliseconds after the world begins. */
export const LOAD_BEGINS = 10_000;

/** The instances of a load, each of a path that is drawn by the paths' shares, and what comes from outside for them. */
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
    return number % SHARE_OF_GIVEN === 0 ? [...givenAt(paths, number, at - LOAD_BEGINS), ...own] : own;
  });
  return { instances, stimuli };
}

/** The path of which a part of all instances, from 0 to 1, comes last. */
function pathAt(paths: readonly ProcessPath[], part: number): ProcessPath {
  const all = paths.reduce((sum, { share }) => sum + share, 0);
  let upTo = 0;
  const found = paths.find(({ share }) => {
    upTo += share;
    return part * all < upTo;
  });
  return found ?? (paths.at(-1) as ProcessPath);
}

/** What paths are given: each text that no entry of an instance has is another one each time, such as the id of a delivery. */
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
  asked: string | undefined,
): Stimulus => ({
  ...{ label, at, data: JSON.parse(Detail).data },
  by: asked === undefined ? { source: Source, type: DetailType } : { function: asked },
});
