import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { type EventEntry, eventEntries, eventId } from '#jobs/event-entry.ts';
import { publish } from '#jobs/publish/publish.ts';
import type { OutgoingEvent } from '#jobs/say.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { AT_ONCE, eachBatchAtOnce } from '#monitor/at-once.ts';
import { type MonitoredContracts, readRecordedEvent } from '#monitor/events/recorded-event.ts';

/** The reason for which the monitor says an event of its own. */
export interface Occasion {
  readonly process: Process;
  /** The key of the instance. */
  readonly key: string;
  /** The id of the event that is the reason; null if the reason is that none came. */
  readonly eventId: string | null;
  /** The number of events in the chain up to the new one. */
  readonly hops: number;
  /** The time of the new event (ISO 8601). */
  readonly at: string;
}

/** An event of the monitor's own. */
export interface OwnEvent {
  /** The entry to put on the bus. */
  readonly entry: EventEntry;
  /** The event as the monitor records it, since it does not hear its own events. */
  readonly recorded: RecordedEvent;
}

/**
 * Makes an event of the monitor's own. Its id depends only on the instance and the event's type: said again, it is the same event. Throws
 * an error if the event breaks its contract.
 */
export function ownEvent(known: MonitoredContracts, job: string, said: OutgoingEvent, occasion: Occasion): OwnEvent {
  const { process, key, hops, at } = occasion;
  const incoming = { data: null, key, eventId: occasion.eventId, correlationId: key, hops };
  const [entry] = eventEntries(job, incoming, [said], new Date(at)) as [EventEntry];
  const { metadata, data } = JSON.parse(entry.Detail);
  const detail = { metadata: { ...metadata, eventId: eventId(`${process.name}#${key}`, entry.DetailType, 0) }, data };
  const { recorded } = readRecordedEvent(known, {
    id: '',
    version: '0',
    account: '',
    region: '',
    resources: [],
    time: at,
    source: entry.Source,
    'detail-type': entry.DetailType,
    detail,
  });
  return { entry: { ...entry, Detail: JSON.stringify(detail) }, recorded };
}

/** The most entries of a PutEvents call (EventBridge API reference: "PutEvents"). */
const MAX_ENTRIES = 10;

/** Says some events. Returns the error of each event in a call that failed; some of these events may have been said all the same. */
export async function sayAll(
  events: readonly OwnEvent[],
  remaining: RemainingTime,
): Promise<ReadonlyMap<OwnEvent, Error>> {
  const failed = new Map<OwnEvent, Error>();
  await eachBatchAtOnce(events, MAX_ENTRIES, AT_ONCE, async (together) => {
    try {
      await publish(
        together.map(({ entry }) => entry),
        remaining,
      );
    } catch (error) {
      for (const event of together) failed.set(event, error as Error);
    }
  });
  return failed;
}
