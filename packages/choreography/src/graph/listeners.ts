import type { Consumer } from './graph.ts';
import type { Language } from './language/language.ts';
import { type Alternative, patternAlternatives } from './language/pattern-alternatives.ts';
import { jobName } from './participants/participant-names.ts';

/** A consumer, by one of the ways in which its pattern can match. */
export interface Listener {
  readonly consumer: Consumer;
  /** Its target: `participant/job`. */
  readonly name: string;
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
      const name = jobName(consumer.target);
      for (const alternative of patternAlternatives(consumer.pattern)) this.#add({ consumer, name, alternative });
    }
  }

  /** Whether anybody listens on a bus. */
  on(bus: string): boolean {
    return this.#buses.has(bus);
  }

  /** All who may hear what is said on a bus, and some who do not, in several lists. */
  of(bus: string, source: Language, detailType: Language): (readonly Listener[])[] {
    const ofBus = this.#buses.get(bus);
    const lists: (readonly Listener[])[] = [];
    if (!ofBus) return lists;
    if (source.word === undefined)
      for (const ofSource of ofBus.bySource.values()) addLists(ofSource, detailType, lists);
    else {
      const ofSource = ofBus.bySource.get(source.word);
      if (ofSource) addLists(ofSource, detailType, lists);
    }
    lists.push(ofBus.anySource);
    return lists;
  }

  #add(listener: Listener): void {
    const { consumer, alternative } = listener;
    let ofBus = this.#buses.get(consumer.bus);
    if (!ofBus) {
      ofBus = { bySource: new Map(), anySource: [] };
      this.#buses.set(consumer.bus, ofBus);
    }
    if (alternative.source.word === undefined) {
      ofBus.anySource.push(listener);
      return;
    }
    let ofSource = ofBus.bySource.get(alternative.source.word);
    if (!ofSource) {
      ofSource = { byType: new Map(), anyType: [] };
      ofBus.bySource.set(alternative.source.word, ofSource);
    }
    const { word } = alternative.detailType;
    if (word === undefined) ofSource.anyType.push(listener);
    else {
      const ofType = ofSource.byType.get(word);
      if (ofType) ofType.push(listener);
      else ofSource.byType.set(word, [listener]);
    }
  }
}

function addLists({ byType, anyType }: OfSource, { word }: Language, lists: (readonly Listener[])[]): void {
  if (word === undefined) for (const listeners of byType.values()) lists.push(listeners);
  else {
    const listeners = byType.get(word);
    if (listeners) lists.push(listeners);
  }
  lists.push(anyType);
}
