import { isDeepStrictEqual } from 'node:util';
import type { Graph } from '#graph/graph.ts';
import type { StepChange } from './difference.ts';

/** The steps of business processes that came, went, or end or are due otherwise. */
export function stepChanges(before: Graph, now: Graph): StepChange[] {
  const [old, current] = [stepsOf(before), stepsOf(now)];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((key): StepChange[] => {
    const { process, step } = (current.get(key) ?? old.get(key)) as Named;
    if (!old.has(key)) return [{ process, step, change: 'added' }];
    if (!current.has(key)) return [{ process, step, change: 'removed' }];
    return isDeepStrictEqual(old.get(key)?.declared, current.get(key)?.declared)
      ? []
      : [{ process, step, change: 'changed' }];
  });
}

interface Named {
  readonly process: string;
  readonly step: string;
  readonly declared: unknown;
}

const stepsOf = ({ processes }: Graph): Map<string, Named> =>
  new Map(
    processes.flatMap(({ name, steps }) =>
      Object.entries(steps).map(([step, declared]) => [`${name} ${step}`, { process: name, step, declared }] as const),
    ),
  );
