import type { Edge, TemplateLocation } from './graph.ts';
import { ANY_MANY, ANYTHING, glob } from './language/glob.ts';
import {
  describeLanguage,
  intersection,
  isEverything,
  isWithin,
  type Language,
  language,
} from './language/language.ts';
import type { Listener, Listeners } from './listeners.ts';

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
  const edges = new Edges();
  const hear = (on: OnBus, listener: Listener): void => {
    const { consumer, alternative } = listener;
    const { kind, job } = consumer.target;
    // EventBridge forwards an event once: "can't route events received from a sender event bus to a third event bus".
    if (kind === 'bus' && on.via.length > 0) return;
    const source = intersection(on.source, alternative.source);
    const detailType = source && intersection(on.detailType, alternative.detailType);
    if (!source || !detailType || !intersection(source, sayable)) return;
    const condition = allOf(on.condition, alternative.condition);
    const enabled = on.enabled && consumer.enabled;
    if (kind === 'bus' && listeners.on(job)) {
      const via = [{ template: consumer.template, id: consumer.rule }];
      hearAll({ said: on.said, bus: job, source, detailType, condition, via, enabled });
      return;
    }
    const saying = namePart(on.source, alternative.source, source);
    const type = namePart(on.detailType, alternative.detailType, detailType);
    edges.add(edge({ said: on.said, via: on.via, condition, enabled }, listener, saying, type));
  };
  const hearAll = (on: OnBus): void => {
    for (const list of listeners.of(on.bus, on.source, on.detailType)) for (const listener of list) hear(on, listener);
  };
  for (const said of speakers) {
    const { bus, source, detailType } = said;
    hearAll({ said, bus, source, detailType, condition: null, via: [], enabled: true });
  }
  return edges.all;
}

const edge = (
  { said, condition, via, enabled }: Pick<OnBus, 'said' | 'condition' | 'via' | 'enabled'>,
  { consumer, name }: Listener,
  source: string,
  detailType: string,
): Edge => ({
  from: said.from,
  event: `${source} ${detailType}`,
  to: name,
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
class Edges {
  readonly all: Edge[] = [];
  /** The positions in `all` of the edges of one event of one job to one rule: one, but for other targets and other ways. */
  readonly #positions = new Map<string, number[]>();

  add(one: Edge): void {
    const key = `${one.from} ${one.event} ${one.template} ${one.rule}`;
    const positions = this.#positions.get(key);
    if (!positions) this.#positions.set(key, [this.all.length]);
    else {
      for (const at of positions) {
        const known = this.all[at] as Edge;
        if (!isSame(known, one)) continue;
        const condition = either(known.condition, one.condition);
        this.all[at] = { ...known, condition, enabled: known.enabled || one.enabled };
        return;
      }
      positions.push(this.all.length);
    }
    this.all.push(one);
  }
}

const isSame = (a: Edge, b: Edge): boolean =>
  a.event === b.event &&
  a.from === b.from &&
  a.to === b.to &&
  a.bus === b.bus &&
  a.template === b.template &&
  a.rule === b.rule &&
  a.via.length === b.via.length &&
  a.via.every(({ template, id }, index) => template === b.via[index]?.template && id === b.via[index]?.id);

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
