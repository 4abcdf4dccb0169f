import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { type EventEntry, eventEntries, eventId } from '#jobs/event-entry.ts';
import { publish } from '#jobs/publish.ts';
import type { OutgoingEvent } from '#jobs/say.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { AT_ONCE, eachAtOnce } from '#monitor/at-once.ts';
import { type MonitoredContracts, readRecordedEvent } from '#monitor/events/recorded-event.ts';

/** What made the monitor say something: an event of an instance, or (null) that none came. */
export interface Occasion {
  readonly process: Process;
  /** The key of the instance. */
  readonly key: string;
  readonly eventId: string | null;
  readonly hops: number;
  /** When it happened (ISO 8601). */
  readonly at: string;
}

/** An event of the monitor's own, to be said, and as the monitor keeps it, since it does not hear itself. */
export interface OwnEvent {
  readonly entry: EventEntry;
  readonly recorded: RecordedEvent;
}

/**
 * Makes an event of the monitor's own. Its id follows from the instance and its type alone: said again, it is the same event. Throws
 * if it breaks its contract.
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

/** PutEvents takes ten entries at most (EventBridge quotas). */
const TOGETHER = 10;

/** Says some events. Returns why some could not be said: those that failed together with another may have been said. */
export async function sayAll(
  events: readonly OwnEvent[],
  remaining: RemainingTime,
): Promise<ReadonlyMap<OwnEvent, Error>> {
  const unsaid = new Map<OwnEvent, Error>();
  const starts = Array.from({ length: Math.ceil(events.length / TOGETHER) }, (_, part) => part * TOGETHER);
  await eachAtOnce(starts, AT_ONCE, async (start) => {
    const together = events.slice(start, start + TOGETHER);
    try {
      await publish(
        together.map(({ entry }) => entry),
        remaining,
      );
    } catch (error) {
      for (const event of together) unsaid.set(event, error as Error);
    }
  });
  return unsaid;
}
