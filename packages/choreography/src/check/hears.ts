import type { Consumer } from '#graph/graph.ts';
import { contains } from '#graph/language/language.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';

/** Whether a rule can hear an event, by source and detail-type alone. */
export function hears(
  { pattern }: Pick<Consumer, 'pattern'>,
  { source, detailType }: { source: string; detailType: string },
): boolean {
  return (
    pattern !== null &&
    patternAlternatives(pattern).some((way) => contains(way.source, source) && contains(way.detailType, detailType))
  );
}
