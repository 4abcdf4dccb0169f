import { eventsOf, type Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { RecordedEvent } from './api-types.ts';
import { noteChanged } from './change-feed.ts';
import { putEvent } from './event-items.ts';
import { groupBy } from './group-by.ts';
import { type Header, type JobDuration, withEvent } from './header.ts';
import { changeHeader } from './header-items.ts';
import type { BusEvent, HeardEvent } from './heard-event.ts';
import { count, saying } from './job-statistics.ts';
import { readRecordedEvent } from './recorded-event.ts';
import { sayCompleted } from './say-completed.ts';
import { keepOwn } from './say-own.ts';
import { strayKey } from './stray-list.ts';

/**
 * Keeps what was heard together, and says once of each instance that is completed by it that it is. An instance's header is
 * written once for all of them. Every write sets what it would set again, so that a repeated delivery changes nothing.
 * @param hearing who hears, as `participant/job`
 */
export async function hear(
  processes: readonly Process[],
  events: readonly BusEvent[],
  hearing: string,
  remaining: RemainingTime,
): Promise<void> {
  const heard = events.map((event) => ({ event, ...readRecordedEvent(processes, event) }));
  const known = new Set(processes.flatMap(eventsOf).map(({ source, type }) => `${source} ${type}`));
  const isNew = await Promise.all(
    heard.map(({ recorded, correlationId }) =>
      putEvent(correlationId, recorded, known.has(nameOf(recorded)) ? undefined : { listKey: strayKey(recorded) }),
    ),
  );
  const took = await Promise.all(
    processes.map((process) => updateHeaders(process, processes, heard, hearing, remaining)),
  );
  await count([...heard.flatMap(({ recorded }, i) => (isNew[i] ? [saying(recorded)] : [])), ...took.flat()]);
}

const nameOf = ({ source, type }: RecordedEvent): string => `${source} ${type}`;

async function updateHeaders(
  process: Process,
  processes: readonly Process[],
  heard: readonly HeardEvent[],
  hearing: string,
  remaining: RemainingTime,
): Promise<JobDuration[]> {
  const ofProcess = new Set(eventsOf(process).map(({ source, type }) => `${source} ${type}`));
  const byInstance = groupBy(
    heard.filter(({ correlationId, recorded }) => correlationId !== null && ofProcess.has(nameOf(recorded))),
    ({ correlationId }) => correlationId as string,
  );
  const changed: string[] = [];
  const all = [...byInstance].map(async ([key, ofInstance]) => {
    let took: JobDuration[] = [];
    let completed: RecordedEvent | undefined;
    const { written } = await changeHeader(process, key, remaining, async (before) => {
      const next = withEvents(process, before, ofInstance);
      took = next.took;
      const said = await sayCompleted(process, processes, next.header, ofInstance, hearing, remaining);
      completed = said.completed;
      return said.header;
    });
    if (!written) return [];
    changed.push(key);
    if (completed) await keepOwn(key, completed);
    return took;
  });
  const took = (await Promise.all(all)).flat();
  await noteChanged(process, changed);
  return took;
}

function withEvents(
  process: Process,
  before: Header,
  heard: readonly HeardEvent[],
): { header: Header; took: JobDuration[] } {
  const took: JobDuration[] = [];
  let header = before;
  for (const { recorded } of heard) {
    const next = withEvent(process, header, recorded);
    header = next.header;
    took.push(...next.took);
  }
  return { header, took };
}
