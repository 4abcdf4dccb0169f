import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { type EventEntry, eventEntries, eventId } from '#jobs/event-entry.ts';
import { publish } from '#jobs/publish.ts';
import type { OutgoingEvent } from '#jobs/say.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { putEvent } from '#monitor/events/event-items.ts';
import { type MonitoredContracts, readRecordedEvent } from '#monitor/events/recorded-event.ts';
import { count, saying } from '#monitor/job-statistics.ts';

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

/**
 * Says an event of the monitor's own. Its id follows from the instance and its type alone: said again, it is the same event.
 * Returns it as the monitor keeps it, since it does not hear itself.
 */
export async function sayOwn(
  known: MonitoredContracts,
  job: string,
  said: OutgoingEvent,
  occasion: Occasion,
  remaining: RemainingTime,
): Promise<RecordedEvent> {
  const { process, key, hops, at } = occasion;
  const incoming = { data: null, key, eventId: occasion.eventId, correlationId: key, hops };
  const [entry] = eventEntries(job, incoming, [said], new Date(at)) as [EventEntry];
  const { metadata, data } = JSON.parse(entry.Detail);
  const detail = { metadata: { ...metadata, eventId: eventId(`${process.name}#${key}`, entry.DetailType, 0) }, data };
  await publish([{ ...entry, Detail: JSON.stringify(detail) }], remaining);
  return readRecordedEvent(known, {
    id: '',
    version: '0',
    account: '',
    region: '',
    resources: [],
    time: at,
    source: entry.Source,
    'detail-type': entry.DetailType,
    detail,
  }).recorded;
}

/** Keeps an event of the monitor's own as it would any other. */
export async function keepOwn(
  known: MonitoredContracts,
  { name }: Process,
  key: string,
  event: RecordedEvent,
): Promise<void> {
  const of = known.processes.length > 1 ? [name] : undefined;
  if (await putEvent({ key, of }, event)) await count([saying(event)]);
}
