import type { RecordedEvent } from '#monitor/api-types.ts';
import { placeOf } from '#monitor/events/event-place.ts';
import { emptyHeader, type Header } from './header.ts';

/** What one item tells of an instance: its header, and its first events. */
export interface InstanceRecord {
  readonly header: Header;
  /** In the order in which they happened. Those that do not fit are items of their own. */
  readonly events: readonly RecordedEvent[];
}

export const emptyRecord = (key: string): InstanceRecord => ({ header: emptyHeader(key), events: [] });

/**
 * The most that the events of a record may take as JSON, in bytes: deflated that is about two write units. It must only grow, so that
 * an event which did not fit once does not fit later.
 */
const MAX_BYTES = 10_000;

/** Adds an event to a record. Returns the record itself if it has the event, and undefined if there is no room for it. */
export function withRecorded(record: InstanceRecord, event: RecordedEvent): InstanceRecord | undefined {
  if (record.events.some((known) => placeOf(known) === placeOf(event))) return record;
  const events = [...record.events, event].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  return sizeOf(events) > MAX_BYTES ? undefined : { ...record, events };
}

const sizeOf = (events: readonly RecordedEvent[]): number => Buffer.byteLength(JSON.stringify(events));
