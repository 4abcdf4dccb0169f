import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { say } from '#jobs/say.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import type { HeardEvent } from '#monitor/events/heard-event.ts';
import type { MonitoredContracts } from '#monitor/events/recorded-event.ts';
import { type Header, progressAt } from './header.ts';
import { instanceData } from './instance-data.ts';
import { sayOwn } from './say-own.ts';

/**
 * Says that an instance is completed, unless that was said. Returns the header that remembers it, to be written
 * after this, and the event, to be kept after that: a crash in between has the same event said again, under the same id.
 */
export async function sayCompleted(
  process: Process,
  known: MonitoredContracts,
  header: Header,
  heard: readonly HeardEvent[],
  job: string,
  remaining: RemainingTime,
): Promise<{ header: Header; completed?: RecordedEvent }> {
  if (header.completedSaid) return { header };
  const { state, startedAt } = progressAt(process, header, new Date());
  if (state !== 'completed' || startedAt === null) return { header };
  const last = Object.values(header.seen)
    .flat()
    .reduce((a, b) => (b.at > a.at ? b : a));
  const hops = Math.max(...heard.map(({ event }) => event.detail.metadata?.hops ?? 0)) + 1;
  const said = say(process.completed, { ...instanceData(process, header), startedAt, completedAt: last.at });
  const occasion = { process, key: header.key, eventId: last.eventId, hops, at: last.at };
  return {
    header: { ...header, completedSaid: last.at },
    completed: await sayOwn(known, job, said, occasion, remaining),
  };
}
