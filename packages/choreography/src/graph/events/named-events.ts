import type { Consumer, Contract, EventName } from '#graph/graph.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';
import type { PossibleProducer } from '#graph/producers.ts';

/** Every event that is said, heard or published by a literal source and detail-type, on the bus where it is. */
export function namedEvents(
  speakers: readonly PossibleProducer[],
  consumers: readonly Consumer[],
  contracts: readonly Contract[],
): EventName[] {
  const buses = new Set<string>();
  const events = new Map<string, EventName>();
  const add = (bus: string, source: string | undefined, detailType: string | undefined) => {
    if (source === undefined || detailType === undefined) return;
    const key = `${bus}\n${source}\n${detailType}`;
    if (!events.has(key)) events.set(key, { bus, source, detailType });
  };
  for (const { bus, source, detailType } of speakers) {
    buses.add(bus);
    add(bus, source.word, detailType.word);
  }
  for (const { bus, pattern } of consumers) {
    buses.add(bus);
    if (pattern === null) continue;
    for (const { source, detailType } of patternAlternatives(pattern)) add(bus, source.word, detailType.word);
  }
  // A registry says nothing of a bus, but for its name.
  for (const { registry, source, detailType } of contracts) if (buses.has(registry)) add(registry, source, detailType);
  return [...events.values()];
}
