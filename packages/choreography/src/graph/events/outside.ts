import { edgesOf, type PossibleEvent } from '#graph/edges.ts';
import type { Consumer, Edge } from '#graph/graph.ts';
import { contains, EVERYTHING } from '#graph/language/language.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';
import type { Listeners } from '#graph/listeners.ts';

/**
 * Edges for events that a rule hears from a source that it names and that no producer in the templates can say. Rules that forward to
 * another bus come first: the events that they bring there come from no source outside.
 */
export function outsideOf(consumers: readonly Consumer[], edges: readonly Edge[], listeners: Listeners): Edge[] {
  const explained = new Map<string, Edge[]>();
  const explainAt = (edge: Edge, template: string, id: string) => {
    const key = `${template} ${id}`;
    const known = explained.get(key);
    if (known) known.push(edge);
    else explained.set(key, [edge]);
  };
  const explain = (edge: Edge) => {
    explainAt(edge, edge.template, edge.rule);
    for (const { template, id } of edge.via) explainAt(edge, template, id);
  };
  for (const edge of edges) explain(edge);
  const outside = new Map<string, Edge>();
  const forwardsFirst = [...consumers].sort(
    (a, b) => Number(b.target.kind === 'bus') - Number(a.target.kind === 'bus'),
  );
  for (const { template, rule, bus, pattern } of forwardsFirst) {
    if (pattern === null) continue;
    for (const { source, detailType } of patternAlternatives(pattern)) {
      if (source.word === undefined) continue;
      const isKnown = (explained.get(`${template} ${rule}`) ?? []).some(
        (edge) => contains(source, edge.source) && (contains(detailType, edge.detailType) || edge.detailType === '*'),
      );
      if (isKnown) continue;
      const said: PossibleEvent = { from: source.word, bus, source, detailType };
      for (const edge of edgesOf([said], listeners, EVERYTHING)) {
        const key = JSON.stringify([edge.from, edge.event, edge.to, edge.template, edge.rule, edge.via]);
        if (outside.has(key)) continue;
        outside.set(key, edge);
        explain(edge);
      }
    }
  }
  return [...outside.values()];
}
