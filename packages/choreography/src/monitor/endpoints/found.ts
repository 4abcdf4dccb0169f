import type { Monitor } from '#contracts/define-monitor.ts';
import type { FoundAnswer } from '#monitor/api-types.ts';
import { readFailures } from '#monitor/dead-letters/letter-items.ts';
import { readEvents } from '#monitor/events/event-items.ts';
import { emptyHeader, summaryOf } from '#monitor/instances/header.ts';
import { readRecord } from '#monitor/instances/header-items.ts';
import { Key, readParameters } from './parameters.ts';

/** `GET /instances?key=`: the instances of that key, of every process in which something was heard of it. */
export async function found({ processes }: Monitor, query: URLSearchParams, now: Date): Promise<FoundAnswer> {
  const { key } = readParameters(query, { key: Key.min(1, 'must be given') });
  const instances = await Promise.all(
    processes.map(async (process) => {
      const [record, { events }, failures] = await Promise.all([
        readRecord(process, key),
        readEvents(process, key, [], { after: null, limit: 1 }),
        readFailures(process.name, key, 1),
      ]);
      if (!record && events.length === 0 && failures.length === 0) return [];
      return [summaryOf(process, record?.header ?? emptyHeader(key), now)];
    }),
  );
  return { instances: instances.flat() };
}
