import type { RemainingTime } from '../job/deadline.ts';
import { eventEntries } from '../job/event-entry.ts';
import { publish } from '../job/publish.ts';
import type { Said } from '../job/say.ts';
import { putEvent } from './event-items.ts';
import { count, saying } from './job-statistics.ts';
import { processes } from './processes.ts';
import { readRecordedEvent } from './recorded-event.ts';

/** What made the monitor say something: an event of an order, or (null) that none came. */
export interface Occasion {
  /** The order. */
  readonly key: string;
  readonly eventId: string | null;
  readonly hops: number;
  /** When it happened (ISO 8601). */
  readonly at: string;
}

/** Says an event of the monitor's own. The monitor does not hear itself, so it keeps the event as it would any other. */
export async function sayOwn(
  job: string,
  said: Said,
  { key, eventId, hops, at }: Occasion,
  remaining: RemainingTime,
): Promise<void> {
  const entries = eventEntries(job, { data: null, key, eventId, correlationId: key, hops }, [said], new Date(at));
  await publish(entries, remaining);
  for (const { Source, DetailType, Detail } of entries) {
    const { recorded } = readRecordedEvent(processes, {
      ...{ id: '', version: '0', account: '', region: '', resources: [], time: at },
      ...{ source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) },
    });
    if (await putEvent(key, recorded)) await count([saying(recorded)]);
  }
}
