import type { Graph } from '#graph/graph.ts';
import { contains } from '#graph/language/language.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';
import { invoke } from '#jobs/aws/invoke.ts';
import { environment } from '#jobs/environment.ts';

/** How old the map may be, in milliseconds. */
const FRESH = 10_000;

let asked: { readonly at: number; readonly map: Promise<Graph> } | undefined;

/** The choreography as it is deployed, drawn by the job `monitor/map`. */
export function deployedMap(): Promise<Graph> {
  // The time of the process and not of the clock, which the local runtime can hold.
  if (asked && performance.now() - asked.at < FRESH) return asked.map;
  const map = invoke(`${environment('BUS_NAME')}_monitor_map`, {}) as Promise<Graph>;
  asked = { at: performance.now(), map };
  map.catch(() => {
    asked = undefined;
  });
  return map;
}

/** Whether any other participant may hear an event. A rule that asks for more than source and type counts. */
export function isHeard({ consumers }: Graph, source: string, type: string, butBy: string): boolean {
  return consumers.some(
    ({ bus, enabled, pattern, target }) =>
      enabled &&
      bus === environment('BUS_NAME') &&
      target.participant !== butBy &&
      pattern !== null &&
      patternAlternatives(pattern).some(
        (alternative) => contains(alternative.source, source) && contains(alternative.detailType, type),
      ),
  );
}
