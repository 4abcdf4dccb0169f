import type { Graph } from '#graph/graph.ts';
import { InputError } from '#template/input-error.ts';

/** How an event is called: `BookLent`, or with its source where two sources say an event of that name. */
export function eventNames(graph: Graph): (event: { source: string; detailType: string }) => string {
  const sources = new Map<string, Set<string>>();
  for (const { source, detailType } of [...graph.events, ...graph.producers, ...graph.edges])
    sources.set(detailType, (sources.get(detailType) ?? new Set()).add(source));
  return ({ source, detailType }) => {
    if (source === '*' && detailType === '*') return 'anything';
    if (detailType === '*') return `anything of ${source}`;
    return (sources.get(detailType)?.size ?? 0) > 1 ? `${source} ${detailType}` : detailType;
  };
}

/** Whether `wanted` names this event: by its detail-type, or by source and detail-type. */
export const isMeant = (wanted: string, { source, detailType }: { source: string; detailType: string }): boolean =>
  wanted === detailType || wanted === `${source} ${detailType}`;

/** Throws an InputError that names the events there are when `wanted` is none of them. */
export function checkEvent(graph: Graph, wanted: string): void {
  if ([...graph.events, ...graph.edges].some((event) => isMeant(wanted, event))) return;
  const known = [...new Set(graph.events.map(({ detailType }) => detailType))].sort();
  throw new InputError(
    `No template has an event "${wanted}". There ${known.length === 0 ? 'is none at all' : `are ${known.join(', ')}`}.`,
  );
}
