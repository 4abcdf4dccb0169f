import { validationError } from '#local/gateway/aws-error.ts';
import type { AccountRegion } from '#local/runtime/account.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import { RuleSet } from '#pattern/rule-set.ts';
import { isObject } from '#template/document/as-object.ts';
import type { Bus } from './bus.ts';
import type { Buses } from './buses.ts';
import { type Event, newEvent, unreadEvent } from './event.ts';
import type { Rule } from './rule.ts';

interface Entry {
  Time?: number;
  Source?: string;
  Resources?: string[];
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
}

type ResultEntry = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

/** How much the entries of one call may be together (EventBridge quotas; API reference: PutEvents). */
const MAX_BYTES = 1024 * 1024;

/**
 * PutEvents: each entry is taken or refused by itself; those taken are handed to `route`, in order. An event for a bus
 * that does not exist is answered as taken, as AWS does, and passed to `unknownBus`.
 */
export function putEvents(
  { Entries }: { Entries: Entry[] },
  {
    buses,
    from,
    route,
    unknownBus,
    now,
  }: {
    buses: Pick<Buses, 'find'>;
    /** The account and region that the events are of: the caller's. */
    from: AccountRegion;
    /** With the rules of the bus that the event matches, if they are known. */
    route: (bus: Bus, event: Event, matching: readonly Rule[] | undefined) => void;
    unknownBus: (bus: string, event: Event) => void;
    /** In milliseconds since 1970. */
    now: () => number;
  },
): { FailedEntryCount: number; Entries: ResultEntry[] } {
  if (mayBeTooLarge(Entries) && Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MAX_BYTES) {
    throw validationError('Total size of the entries in the request is over the limit.');
  }
  const results = Entries.map((entry): ResultEntry => {
    const bus = buses.find(entry.EventBusName);
    const taken = eventOf(entry, now(), from, bus);
    if ('ErrorCode' in taken) return taken;
    const { event, matching } = taken;
    if (bus) route(bus, event, matching);
    else unknownBus(entry.EventBusName ?? 'default', event);
    return { EventId: event.id };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

/** Whether the entries have so many characters that their bytes must be counted: in UTF-8, one of JavaScript's takes three at the most. */
function mayBeTooLarge(entries: readonly Entry[]): boolean {
  let characters = 0;
  for (const { Source = '', DetailType = '', Detail = '', Resources } of entries) {
    characters += TIME_BYTES + Source.length + DetailType.length + Detail.length;
    if (Resources) for (const resource of Resources) characters += resource.length;
  }
  return characters * 3 > MAX_BYTES;
}

const TIME_BYTES = 14;

/** An entry's size in bytes (user guide: "Calculating PutEvents event entry size"). */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number {
  return (
    (Time === undefined ? 0 : TIME_BYTES) +
    [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  );
}

interface Taken {
  readonly event: Event;
  /** The rules of its bus that it matches; undefined if nobody has looked. */
  readonly matching: readonly Rule[] | undefined;
}

/** The event of an entry, or why it is refused. Its detail is looked at once, for both. */
function eventOf(
  entry: Entry,
  now: number,
  from: AccountRegion,
  bus: Bus | undefined,
): Taken | { ErrorCode: string; ErrorMessage: string } {
  const { Time, Source = '', Resources = [], DetailType = '', Detail = '' } = entry;
  const missing = Source === '' ? 'Source' : DetailType === '' ? 'DetailType' : Detail === '' ? 'Detail' : undefined;
  if (missing)
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
    };
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  const at = Time === undefined ? now : Time * 1000;
  const head = { source: Source, detailType: DetailType, resources: Resources };
  const unread = unreadEvent(head, Detail, at, from);
  const matching = bus ? bus.matchingUnread(unread, Detail) : NO_RULES.matchingCompact(unread, 'detail', Detail);
  if (matching) return { event: unread, matching };
  const detail = jsonObject(Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return { event: newEvent({ ...head, detail }, at, from, unread.id), matching: undefined };
}

/** What is put on a bus that does not exist is only checked. */
const NO_RULES = new RuleSet<Rule>([]);

function jsonObject(text: string): object | undefined {
  try {
    const value = readJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
