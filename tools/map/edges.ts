import type { Consumer, Edge, Place } from './graph.ts';
import { ANY_MANY, ANYTHING } from './language/glob.ts';
import { describe, intersection, isEverything, isWithin, type Language, language } from './language/language.ts';
import { Listeners } from './listeners.ts';
import type { Speaker } from './producers.ts';
import { nameOf } from './who.ts';

/** AWS alone says events whose source begins with `aws.` (EventBridge API reference: PutEvents). */
const NOT_FROM_AWS = language([ANYTHING], [{ parts: [...'aws.', ANY_MANY], anyCase: false }]);

/** What is on a bus: as it was said there, or as a rule of another bus has forwarded it. */
interface OnBus {
  readonly speaker: Speaker;
  readonly bus: string;
  readonly source: Language;
  readonly detailType: Language;
  readonly condition: unknown;
  readonly via: readonly Place[];
  readonly enabled: boolean;
}

/** An edge for each event that somebody may say and a rule can match, on its bus or on one that it is forwarded to. */
export function edgesOf(speakers: readonly Speaker[], consumers: readonly Consumer[]): Edge[] {
  const listeners = new Listeners(consumers);
  const edges = new Map<string, Edge>();
  const hear = (said: OnBus) =>
    listeners.of(said.bus, said.source, said.detailType).flatMap(({ consumer, alternative }): OnBus[] => {
      const source = intersection(said.source, alternative.source);
      const detailType = intersection(said.detailType, alternative.detailType);
      if (!source || !detailType || !intersection(source, NOT_FROM_AWS)) return [];
      const heard: OnBus = {
        ...said,
        source,
        detailType,
        condition: both(said.condition, alternative.condition),
        enabled: said.enabled && consumer.enabled,
      };
      const forwards = consumer.target.kind === 'bus' && listeners.on(consumer.target.job);
      if (!forwards) {
        add(
          edges,
          edge(
            heard,
            consumer,
            nameBoth(said.source, alternative.source),
            nameBoth(said.detailType, alternative.detailType),
          ),
        );
        return [];
      }
      return [{ ...heard, bus: consumer.target.job, via: [{ template: consumer.template, id: consumer.rule }] }];
    });
  for (const speaker of speakers) {
    const { bus, source, detailType } = speaker;
    // EventBridge forwards an event once: "can't route events received from a sender event bus to a third event bus".
    hear({ speaker, bus, source, detailType, condition: null, via: [], enabled: true }).forEach(hear);
  }
  return [...edges.values()];
}

const edge = (
  { speaker, condition, via, enabled }: OnBus,
  consumer: Consumer,
  source: string,
  detailType: string,
): Edge => ({
  from: nameOf(speaker),
  event: `${source} ${detailType}`,
  to: nameOf(consumer.target),
  source,
  detailType,
  bus: speaker.bus,
  template: consumer.template,
  rule: consumer.rule,
  condition,
  via,
  enabled,
});

/** Two ways to match one rule are one edge: under no condition if one of them asks for none. */
function add(edges: Map<string, Edge>, edge: Edge): void {
  const { from, event, to, bus, template, rule, via } = edge;
  const key = JSON.stringify([from, event, to, bus, template, rule, via]);
  const known = edges.get(key);
  edges.set(
    key,
    known
      ? { ...known, condition: either(known.condition, edge.condition), enabled: known.enabled || edge.enabled }
      : edge,
  );
}

/** The narrower of what is said and what is heard, as people write it. */
function nameBoth(said: Language, heard: Language): string {
  if (said.word !== undefined || isEverything(heard)) return describe(said);
  if (heard.word !== undefined || isEverything(said)) return describe(heard);
  if (isWithin(said, heard)) return describe(said);
  return isWithin(heard, said) ? describe(heard) : `${describe(said)} & ${describe(heard)}`;
}

const both = (a: unknown, b: unknown): unknown => (a === null ? b : b === null ? a : { $and: [a, b] });

const either = (a: unknown, b: unknown): unknown => {
  if (a === null || b === null) return null;
  return JSON.stringify(a) === JSON.stringify(b) ? a : { $or: [a, b] };
};
