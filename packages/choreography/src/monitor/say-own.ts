import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { type EventEntry, eventEntries } from '#jobs/event-entry.ts';
import { publish } from '#jobs/publish.ts';
import type { Said } from '#jobs/say.ts';
import type { RecordedEvent } from './api-types.ts';
import { putEvent } from './event-items.ts';
import { count, saying } from './job-statistics.ts';
import { readRecordedEvent } from './recorded-event.ts';

/** What made the monitor say something: an event of an instance, or (null) that none came. */
export interface Occasion {
  /** The instance. */
  readonly key: string;
  readonly eventId: string | null;
  readonly hops: number;
  /** When it happened (ISO 8601). */
  readonly at: string;
}

/** Says an event of the monitor's own. Returns it as the monitor keeps it, since it does not hear itself. */
export async function sayOwn(
  processes: readonly Process[],
  job: string,
  said: Said,
  occasion: Occasion,
  remaining: RemainingTime,
): Promise<RecordedEvent> {
  const { key, eventId, hops, at } = occasion;
  const entries = eventEntries(job, { data: null, key, eventId, correlationId: key, hops }, [said], new Date(at));
  await publish(entries, remaining);
  const [{ Source, DetailType, Detail }] = entries as [EventEntry];
  return readRecordedEvent(processes, {
    ...{ id: '', version: '0', account: '', region: '', resources: [], time: at },
    ...{ source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) },
  }).recorded;
}

/** Keeps an event of the monitor's own as it would any other. */
export async function keepOwn(key: string, event: RecordedEvent): Promise<void> {
  if (await putEvent(key, event)) await count([saying(event)]);
}
