import type { Process } from '#contracts/define-process.ts';
import { groupBy } from '#graph/group-by.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { noteChanged } from '#monitor/change-feed.ts';
import { type Header, type JobDuration, withEvent } from '#monitor/instances/header.ts';
import { changeHeader } from '#monitor/instances/header-items.ts';
import { contractIn } from '#monitor/instances/instances-of.ts';
import { sayCompleted } from '#monitor/instances/say-completed.ts';
import { keepOwn } from '#monitor/instances/say-own.ts';
import { strayKey } from '#monitor/instances/stray-list.ts';
import { count, saying } from '#monitor/job-statistics.ts';
import { keepClear } from './clear-events.ts';
import { putEvent } from './event-items.ts';
import type { BusEvent, HeardEvent } from './heard-event.ts';
import { type MonitoredContracts, readRecordedEvent } from './recorded-event.ts';

/**
 * Keeps what was heard together, and says once of each instance that is completed by it that it is. An instance's header is
 * written once for all of them. Every write sets what it would set again, so that a repeated delivery changes nothing.
 * @param hearing who hears, as `participant/job`
 */
export async function hear(
  monitor: MonitoredContracts,
  events: readonly BusEvent[],
  hearing: string,
  remaining: RemainingTime,
): Promise<void> {
  const heard = events.map((event) => ({ event, ...readRecordedEvent(monitor, event) }));
  const isNew = await Promise.all(heard.map((each) => keep(monitor, each)));
  await Promise.all(heard.map(keepClear));
  const took = await Promise.all(
    monitor.processes.map((process) => updateHeaders(process, monitor, heard, hearing, remaining)),
  );
  await count([...heard.flatMap(({ recorded }, i) => (isNew[i] ? [saying(recorded)] : [])), ...took.flat()]);
}

/** Keeps an event at every instance that it belongs to. Returns whether it is new. */
async function keep(
  { processes }: MonitoredContracts,
  { recorded, instances, correlationId }: HeardEvent,
): Promise<boolean> {
  const isExpected = processes.some((process) => contractIn(process, recorded));
  const listKey = isExpected ? undefined : strayKey(recorded);
  if (instances.length === 0) return putEvent({ key: correlationId, listKey }, recorded);
  // Each list has it once.
  const [isNew = false] = await Promise.all(
    instances.map(({ key, processes: of }, i) =>
      putEvent(
        {
          key,
          of: of.length < processes.length ? of : undefined,
          listKey: i === 0 ? listKey : undefined,
        },
        recorded,
      ),
    ),
  );
  return isNew;
}

async function updateHeaders(
  process: Process,
  monitor: MonitoredContracts,
  heard: readonly HeardEvent[],
  hearing: string,
  remaining: RemainingTime,
): Promise<JobDuration[]> {
  const byKey = groupBy(
    heard
      .filter(({ recorded }) => contractIn(process, recorded))
      .flatMap((event) => keysOf(process, event).map((key) => ({ key, event }))),
    ({ key }) => key,
  );
  const changed: string[] = [];
  const all = [...byKey].map(async ([key, entries]) => {
    const ofInstance = entries.map(({ event }) => event);
    let took: JobDuration[] = [];
    let completed: RecordedEvent | undefined;
    const { written } = await changeHeader(process, key, remaining, async (before) => {
      const next = withEvents(process, before, ofInstance);
      took = next.took;
      const said = await sayCompleted(process, monitor, next.header, ofInstance, hearing, remaining);
      completed = said.completed;
      return said.header;
    });
    if (!written) return [];
    changed.push(key);
    if (completed) await keepOwn(monitor, process, key, completed);
    return took;
  });
  const took = (await Promise.all(all)).flat();
  await noteChanged(process, changed);
  return took;
}

/** The keys of a process's instances to which an event belongs. */
const keysOf = ({ name }: Process, { instances }: HeardEvent): string[] =>
  instances.flatMap(({ key, processes }) => (processes.includes(name) ? [key] : []));

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
