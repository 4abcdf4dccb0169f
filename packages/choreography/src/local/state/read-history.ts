import { readJson, writeJson } from '#pattern/json/exact-json.ts';
import { changesIn } from './state-line.ts';

/** The changes of one turn: `[key, value]`, or `[key]` of what was deleted. */
export type Turn = readonly (readonly [key: string, value?: unknown])[];

/** What a state file has been through. */
export interface History {
  /** The lines of the file, each a turn. */
  readonly lines: readonly string[];
  readonly turns: readonly Turn[];
  /** From this turn on the states are known; before it only what was left of them. */
  readonly knownFrom: number;
}

/** An event, and when it was taken. */
export interface TakenEvent {
  /** The turn in which it was. */
  readonly turn: number;
  readonly bus: string;
  readonly event: {
    readonly id: string;
    readonly source: string;
    readonly 'detail-type': string;
    readonly resources: readonly string[];
  };
  /** JSON text, with the digits that numbers had. */
  readonly detail: string;
}

type Event = TakenEvent['event'] & { readonly detail: unknown };

/** Reads the text of a state file up to the first line that is not whole. */
export function readHistory(text: string): History {
  const lines: string[] = [];
  const turns: Turn[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const turn = changesIn(Buffer.from(line));
    if (!turn) break;
    lines.push(line);
    turns.push(turn);
  }
  return { lines, turns, knownFrom: turns.findLastIndex((turn) => turn.length === 0) + 1 };
}

/** Where an event was taken: the first turn that has a delivery of it. Undefined if it was before the states are known. */
export function findTaken({ turns, knownFrom }: History, eventId: string): TakenEvent | undefined {
  for (let turn = knownFrom; turn < turns.length; turn++)
    for (const [key, value] of turns[turn] ?? []) {
      const delivery = value as { rule: string; event: string } | undefined;
      // The text is looked at first: it is a hundred times as fast.
      if (!key.startsWith('delivery/') || !delivery?.event.includes(eventId)) continue;
      const event = readJson(delivery.event) as Event;
      if (idOf(event) === eventId)
        return {
          turn,
          bus: /:rule\/(.+)\/[^/]+$/.exec(delivery.rule)?.[1] ?? 'default',
          event,
          detail: writeJson(event.detail),
        };
    }
  return undefined;
}

/** The values below a prefix before a turn. */
export function valuesBefore({ turns }: History, turn: number, prefix: string): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const changes of turns.slice(0, turn))
    for (const [key, value] of changes) {
      if (!key.startsWith(prefix)) continue;
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    }
  return values;
}

/** What an event calls itself, or else what EventBridge called it. */
function idOf({ id, detail }: Event): string {
  const { eventId } = Object((detail as { metadata?: unknown } | null)?.metadata) as { eventId?: unknown };
  return typeof eventId === 'string' ? eventId : id;
}
