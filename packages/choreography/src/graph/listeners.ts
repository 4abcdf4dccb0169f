import type { Consumer } from './graph.ts';
import type { Language } from './language/language.ts';
import { type Alternative, patternAlternatives } from './language/pattern-alternatives.ts';

/** A consumer, by one of the ways in which its pattern can match. */
export interface Listener {
  readonly consumer: Consumer;
  readonly alternative: Alternative;
}

/** Those of one bus, by the source and the detail-type that they name; those that name a pattern of it apart. */
interface OfBus {
  readonly bySource: Map<string, OfSource>;
  readonly anySource: Listener[];
}
interface OfSource {
  readonly byType: Map<string, Listener[]>;
  readonly anyType: Listener[];
}

/** Finds who may hear an event without asking everybody. */
export class Listeners {
  readonly #buses = new Map<string, OfBus>();

  constructor(consumers: readonly Consumer[]) {
    for (const consumer of consumers) {
      if (consumer.pattern === null) continue;
      for (const alternative of patternAlternatives(consumer.pattern)) this.#add({ consumer, alternative });
    }
  }

  /** Whether anybody listens on a bus. */
  on(bus: string): boolean {
    return this.#buses.has(bus);
  }

  /** All who may hear what is said on a bus, and some who do not. */
  of(bus: string, source: Language, detailType: Language): Listener[] {
    const ofBus = this.#buses.get(bus);
    if (!ofBus) return [];
    const bySource =
      source.word === undefined ? [...ofBus.bySource.values()] : [ofBus.bySource.get(source.word) ?? []].flat();
    return [
      ...bySource.flatMap(({ byType, anyType }) => [
        ...(detailType.word === undefined ? [...byType.values()].flat() : (byType.get(detailType.word) ?? [])),
        ...anyType,
      ]),
      ...ofBus.anySource,
    ];
  }

  #add(listener: Listener): void {
    const { consumer, alternative } = listener;
    const ofBus: OfBus = this.#buses.get(consumer.bus) ?? { bySource: new Map(), anySource: [] };
    this.#buses.set(consumer.bus, ofBus);
    if (alternative.source.word === undefined) {
      ofBus.anySource.push(listener);
      return;
    }
    const ofSource: OfSource = ofBus.bySource.get(alternative.source.word) ?? { byType: new Map(), anyType: [] };
    ofBus.bySource.set(alternative.source.word, ofSource);
    const { word } = alternative.detailType;
    if (word === undefined) ofSource.anyType.push(listener);
    else {
      const ofType = ofSource.byType.get(word);
      if (ofType) ofType.push(listener);
      else ofSource.byType.set(word, [listener]);
    }
  }
}
