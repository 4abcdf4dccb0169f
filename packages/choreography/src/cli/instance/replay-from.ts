import { LOCAL_ENDPOINT } from '#cli/aws/endpoint.ts';
import type { Target } from '#cli/aws/reach.ts';
import { MASK, maskUnknown } from '#contracts/mask-personal.ts';
import { findTaken, type History, readHistory, type TakenEvent, valuesBefore } from '#local/state/read-history.ts';
import type { InstanceView, RecordedEvent } from '#monitor/api-types.ts';
import { asJson, asObject } from '#template/document/as-object.ts';
import { InputError } from '#template/input-error.ts';
import { compareItems, type ItemDifference, type Items } from './compare-items.ts';
import { type Comparison, compareRuns } from './compare-runs.ts';
import { copyOfState } from './copy-of-state.ts';
import { personalValues, withoutValues } from './personal-values.ts';
import { type EventToPut, runAgain, type SecondRun } from './run-again.ts';

/** What came of an instance that was run again from its Nth event, beside what came of it then. */
export interface Replayed extends Comparison {
  readonly from: number;
  /** The content of tables and queues before that event: the real one, or nothing. */
  readonly state: 'as it was' | 'nothing';
  /** Of participants' tables; undefined where those of then are not known. */
  readonly items: readonly ItemDifference[] | undefined;
  readonly failures: readonly string[];
  /** Events from outside that could not be put again. */
  readonly left: readonly RecordedEvent[];
}

/** Runs an instance of a local runtime again from its Nth event, on a copy of the state before it, with today's code. */
export async function replayFrom(
  view: InstanceView,
  from: number,
  { access, context }: Pick<Target, 'access' | 'context'>,
  bus: string | undefined,
): Promise<Replayed> {
  refuseNumber(view, from);
  const history = await historyAt(access.endpoint ?? LOCAL_ENDPOINT);
  const first = view.events[from - 1] as RecordedEvent;
  const taken = findTaken(history, first.eventId);
  if (!taken)
    throw new InputError(
      `What was in tables and queues before event ${from} is not known any more: the runtime has written its file anew since. Choose a later event, or save the story with "trace ${view.key} --save FILE", and play it with nothing before it: rewind FILE --replay-from ${from}.`,
    );
  const later = view.events.slice(from).filter((event) => isFromOutside(event, view));
  const found = later.map((event) => ({ event, taken: findTaken(history, event.eventId) }));
  const puts = [{ event: first, taken }, ...found].flatMap((each) =>
    each.taken ? [toPut(each.event, each.taken)] : [],
  );
  const copy = copyOfState(history, taken.turn, Date.parse(first.at), view.key);
  try {
    const run = await runAgain(() => puts, copy.file, view, { context, bus });
    return {
      ...{ from, state: 'as it was', failures: run.failures },
      ...compareRuns(view, run.view, { from, isPastKnown: true }),
      items: masked(itemsOf(history, taken.turn, run, view.key), view, history),
      left: found.flatMap((each) => (each.taken ? [] : [each.event])),
    };
  } finally {
    copy.remove();
  }
}

/** Throws an InputError if an instance has no such event. */
export function refuseNumber({ events, words, key }: InstanceView, from: number): void {
  if (from <= events.length) return;
  const many = events.length === 1 ? 'one event' : `${events.length} events`;
  throw new InputError(`"--replay-from ${from}": the ${words.one} "${key}" has ${many}.`);
}

/** Whether nothing that is heard of the instance caused an event. */
export const isFromOutside = ({ causationId }: RecordedEvent, { events }: Pick<InstanceView, 'events'>): boolean =>
  causationId === null || !events.some(({ eventId }) => eventId === causationId);

async function historyAt(endpoint: string): Promise<History> {
  const answer = await fetch(`${endpoint}/_local/state/history`).catch(() => undefined);
  if (answer?.ok) return readHistory(await answer.text());
  throw new InputError(
    `What answers at ${endpoint} is no local runtime that keeps its state, so nothing is known of how it was. Save the story with "trace KEY --save FILE", and play it here: rewind FILE --replay-from N.`,
  );
}

const toPut = ({ at }: RecordedEvent, { bus, event, detail }: TakenEvent): EventToPut => ({
  ...{ bus, source: event.source, type: event['detail-type'], resources: event.resources, detail },
  at: Date.parse(at),
});

/**
 * Items without what the monitor masks in the events that they come from: tables have no contracts. Where something is masked in an
 * event that is not known in clear any more, their values are masked whole.
 */
function masked(items: readonly ItemDifference[], { events }: InstanceView, history: History): ItemDifference[] {
  const clear = events.map(({ eventId }) => findTaken(history, eventId));
  const personal = new Set(
    events.flatMap(({ data }, i) => personalValues(asObject(asJson(clear[i]?.detail)).data, data)),
  );
  const isUnknown = events.some(({ data }, i) => !clear[i] && JSON.stringify(data)?.includes(MASK));
  const mask = isUnknown ? maskUnknown : (value: unknown) => withoutValues(value, personal);
  return items.map(({ table, key, differences }) => ({
    table,
    key: key.map((each) => String(withoutValues(each, personal))),
    differences: differences.map(({ path, was, is }) => ({
      path: String(withoutValues(path, personal)),
      was: mask(was),
      is: mask(is),
    })),
  }));
}

function itemsOf(history: History, turn: number, { items, monitorTable }: SecondRun, key: string): ItemDifference[] {
  const then = new Map<string, unknown[]>();
  for (const [name, value] of history.turns.slice(turn).flat())
    if (name.startsWith('item/')) then.set(name, [...(then.get(name) ?? []), value]);
  const keys = new Map<string, string>();
  for (const [name, value] of valuesBefore(history, history.turns.length, 'table/'))
    if (name !== `table/${monitorTable}`) keys.set(name.slice('table/'.length), String(value));
  return compareItems(valuesBefore(history, turn, 'item/') as Items, then, items, key, keys);
}
