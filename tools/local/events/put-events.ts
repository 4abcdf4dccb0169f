import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../account.ts';
import { validationError } from '../aws-error.ts';
import type { Buses } from './buses.ts';
import type { Event } from './event.ts';

interface Entry {
  Time?: number;
  Source?: string;
  Resources?: string[];
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
}

type ResultEntry = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

/** Limits of one call (EventBridge quotas; API reference: PutEvents). */
const MOST_ENTRIES = 10;
const MOST_BYTES = 1024 * 1024;

/**
 * PutEvents: each entry is taken or refused by itself; those taken are handed to `route`, in order. An event for a bus
 * that does not exist is answered as taken, as AWS does, and told to `unknownBus`.
 */
export function putEvents(
  { Entries }: { Entries?: Entry[] },
  {
    buses,
    route,
    unknownBus,
    now,
  }: {
    buses: Buses;
    route: (bus: string, event: Event) => void;
    unknownBus: (bus: string, event: Event) => void;
    /** In milliseconds since 1970. */
    now: () => number;
  },
): { FailedEntryCount: number; Entries: ResultEntry[] } {
  if (!Array.isArray(Entries) || Entries.length === 0) {
    throw validationError(
      "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (Entries.length > MOST_ENTRIES) {
    throw validationError(
      `1 validation error detected: Value '[${Entries.length} entries]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to ${MOST_ENTRIES}`,
    );
  }
  if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MOST_BYTES) {
    throw validationError('Total size of the entries in the request is over the limit.');
  }
  const results = Entries.map((entry): ResultEntry => {
    const refusal = refuse(entry);
    if (refusal) return refusal;
    const event = envelope(entry, now());
    const bus = buses.find(entry.EventBusName);
    if (bus) route(bus.name, event);
    else unknownBus(entry.EventBusName ?? 'default', event);
    return { EventId: event.id };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

/** An entry's size in bytes (user guide: "Calculating PutEvents event entry size"). */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number {
  return (
    (Time === undefined ? 0 : 14) +
    [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  );
}

function refuse({ Source, DetailType, Detail }: Entry): ResultEntry | undefined {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!value)
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
  }
  if (Source?.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  return isJsonObject(Detail ?? '')
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function envelope({ Time, Source = '', Resources = [], DetailType = '', Detail = '' }: Entry, now: number): Event {
  const at = new Date(Time === undefined ? now : Time * 1000);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: ACCOUNT,
    time: `${at.toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: Resources,
    detail: JSON.parse(Detail),
  };
}
