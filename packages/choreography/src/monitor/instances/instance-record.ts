import type { RecordedEvent } from '#monitor/api-types.ts';
import { placeOf } from '#monitor/events/event-place.ts';
import { emptyHeader, type Header } from './header.ts';

/** The content of an instance's item: its header, and its first events. */
export interface InstanceRecord {
  readonly header: Header;
  /** By time. Events that do not fit are items of their own. */
  readonly events: readonly RecordedEvent[];
}

export const emptyRecord = (key: string): InstanceRecord => ({ header: emptyHeader(key), events: [] });

/**
 * The most bytes of a record's events as JSON: about two write units when deflated. A record never gets smaller, so an
 * event that did not fit once does not fit later.
 */
const MAX_BYTES = 10_000;

/** Adds an event to a record. Returns the identical record if it has the event, and undefined if there is no room for it. */
export function withRecorded(record: InstanceRecord, event: RecordedEvent): InstanceRecord | undefined {
  if (record.events.some((known) => placeOf(known) === placeOf(event))) return record;
  const events = [...record.events, event].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  return sizeOf(events) > MAX_BYTES ? undefined : { ...record, events };
}

const sizeOf = (events: readonly RecordedEvent[]): number => Buffer.byteLength(JSON.stringify(events));
