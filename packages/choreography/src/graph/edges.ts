import type { Consumer, Edge, TemplateLocation } from './graph.ts';
import { ANY_MANY, ANYTHING, glob } from './language/glob.ts';
import {
  describeLanguage,
  intersection,
  isEverything,
  isWithin,
  type Language,
  language,
} from './language/language.ts';
import type { Listeners } from './listeners.ts';
import { jobName } from './participants/participant-names.ts';

/** AWS alone says events whose source begins with `aws.` (EventBridge API reference: PutEvents). */
const NOT_FROM_AWS = language([ANYTHING], [glob([...'aws.', ANY_MANY])]);

/** An event that a producer says on a bus. */
export interface PossibleEvent {
  /** Its producer: `participant/job`; outside the templates, the event's source. */
  readonly from: string;
  readonly bus: string;
  readonly source: Language;
  readonly detailType: Language;
}

/** An event on a bus: said there, or forwarded by a rule of another bus. */
interface OnBus {
  readonly said: PossibleEvent;
  readonly bus: string;
  readonly source: Language;
  readonly detailType: Language;
  readonly condition: unknown;
  readonly via: readonly TemplateLocation[];
  readonly enabled: boolean;
}

/**
 * An edge for each event that a producer may say and a rule can match, on its bus or on one that it is forwarded to. `sayable`
 * limits what producers may say at all.
 */
export function edgesOf(speakers: readonly PossibleEvent[], listeners: Listeners, sayable = NOT_FROM_AWS): Edge[] {
  const edges = new Map<string, Edge>();
  const hear = (on: OnBus): void => {
    for (const { consumer, alternative } of listeners.of(on.bus, on.source, on.detailType)) {
      const { kind, job } = consumer.target;
      // EventBridge forwards an event once: "can't route events received from a sender event bus to a third event bus".
      if (kind === 'bus' && on.via.length > 0) continue;
      const source = intersection(on.source, alternative.source);
      const detailType = intersection(on.detailType, alternative.detailType);
      if (!source || !detailType || !intersection(source, sayable)) continue;
      const condition = allOf(on.condition, alternative.condition);
      const enabled = on.enabled && consumer.enabled;
      if (kind === 'bus' && listeners.on(job)) {
        const via = [{ template: consumer.template, id: consumer.rule }];
        hear({ said: on.said, bus: job, source, detailType, condition, via, enabled });
        continue;
      }
      const saying = namePart(on.source, alternative.source, source);
      const type = namePart(on.detailType, alternative.detailType, detailType);
      add(edges, edge({ said: on.said, via: on.via, condition, enabled }, consumer, saying, type));
    }
  };
  for (const said of speakers) {
    const { bus, source, detailType } = said;
    hear({ said, bus, source, detailType, condition: null, via: [], enabled: true });
  }
  return [...edges.values()];
}

const edge = (
  { said, condition, via, enabled }: Pick<OnBus, 'said' | 'condition' | 'via' | 'enabled'>,
  consumer: Consumer,
  source: string,
  detailType: string,
): Edge => ({
  from: said.from,
  event: `${source} ${detailType}`,
  to: jobName(consumer.target),
  source,
  detailType,
  bus: said.bus,
  template: consumer.template,
  rule: consumer.rule,
  condition,
  via,
  enabled,
});

/** Two ways to match one rule are one edge: under no condition if one of them asks for none. */
function add(edges: Map<string, Edge>, one: Edge): void {
  const { from, event, to, bus, template, rule, via } = one;
  const key = JSON.stringify([from, event, to, bus, template, rule, via]);
  const known = edges.get(key);
  edges.set(
    key,
    known
      ? { ...known, condition: either(known.condition, one.condition), enabled: known.enabled || one.enabled }
      : one,
  );
}

/** What is said and heard, by the narrower of both if there is one, as people write it. */
function namePart(said: Language, heard: Language, both: Language): string {
  if (said.word !== undefined || isEverything(heard)) return describeLanguage(said);
  if (heard.word !== undefined || isEverything(said)) return describeLanguage(heard);
  if (isWithin(said, heard)) return describeLanguage(said);
  return describeLanguage(isWithin(heard, said) ? heard : both);
}

const allOf = (a: unknown, b: unknown): unknown => (a === null ? b : b === null ? a : { $and: [a, b] });

const either = (a: unknown, b: unknown): unknown => {
  if (a === null || b === null) return null;
  return JSON.stringify(a) === JSON.stringify(b) ? a : { $or: [a, b] };
};
