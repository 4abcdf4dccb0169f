import type { Consumer, Contract, EventName } from '#graph/graph.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';
import type { PossibleProducer } from '#graph/producers.ts';

/** Every event that is said, heard or published by a literal source and detail-type, on the bus where it is. */
export function namedEvents(
  speakers: readonly PossibleProducer[],
  consumers: readonly Consumer[],
  contracts: readonly Contract[],
): EventName[] {
  const buses = new Set([...speakers, ...consumers].map(({ bus }) => bus));
  const all = [
    ...speakers.map(({ bus, source, detailType }) => ({ bus, source: source.word, detailType: detailType.word })),
    ...consumers.flatMap(({ bus, pattern }) =>
      (pattern ? patternAlternatives(pattern) : []).map(({ source, detailType }) => ({
        bus,
        source: source.word,
        detailType: detailType.word,
      })),
    ),
    // A registry says nothing of a bus, but for its name.
    ...contracts
      .filter(({ registry }) => buses.has(registry))
      .map(({ registry, source, detailType }) => ({ bus: registry, source, detailType })),
  ];
  const events = new Map<string, EventName>();
  for (const { bus, source, detailType } of all)
    if (source !== undefined && detailType !== undefined)
      events.set([bus, source, detailType].join('\n'), { bus, source, detailType });
  return [...events.values()];
}
