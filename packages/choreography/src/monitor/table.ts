import { expiry as expiryIn, RETENTION_DAYS } from '#contracts/retention.ts';

/**
 * How the monitor keeps things. One item an instance, with its header and its first events; further events are items of their own. The
 * lists are sparse indexes that hold keys alone, spread over a few partitions, since one partition takes a thousand writes a second.
 * Processes can have instances of one key: `of` at an event names those that are meant, unless all are.
 *
 * | partition key      | sort key              | what it is                                        | in the list              |
 * | ------------------ | --------------------- | ------------------------------------------------- | ------------------------ |
 * | `instance#KEY`     | `header#PROCESS`      | what was seen of an instance, its first events    | by state, party, due     |
 * | `instance#KEY`     | `event#AT#EVENT`      | a further event of an instance                    | if no process knows it   |
 * | `instance#KEY`     | `letter#…`            | an event of the instance in a dead-letter queue   | of the queue             |
 * | `stray#TYPE`       | `event#AT#EVENT`      | an event of no instance                           | of its type              |
 * | `poison`           | `letter#…`            | an event of no instance in a dead-letter queue    | of the queue             |
 * | `notes#TIME#SHARD` | `AT#…`                | what a batch changed and counted, for an hour     |                          |
 * | `sweep`            | `looked-at#PROCESS`   | how far the sweep has looked at instances         |                          |
 * | `jobs#SHARD`       | `~totals`             | what was counted of all jobs until a time         |                          |
 */
export const INDEXES = {
  /** Instances by process and state, events by type, dead letters by queue: the latest last. */
  byList: { name: 'by-list', partitionKey: 'listKey', sortKey: 'listAt' },
  byParty: { name: 'by-party', partitionKey: 'partyKey', sortKey: 'listAt' },
  /** The instances that wait for something, by the time at which to look whether it happened. */
  byDeadline: { name: 'by-deadline', partitionKey: 'deadlineKey', sortKey: 'deadlineAt' },
} as const;

/** When an item written now is forgotten: in as many days as the monitor remembers, if no others are given. */
export const expiry = (now: Date, days: number = RETENTION_DAYS.monitor): number => expiryIn(now, days);

/** Over how many partitions a list is spread: each takes a thousand writes a second. */
const SHARDS = 8;

/** The shard of an instance: always the same. */
export function shardOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) >>> 0;
  return hash % SHARDS;
}

export const shards: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard);

export const partitionOf = (key: string): string => `instance#${key}`;
export const headerKey = (process: string, key: string) => ({ pk: partitionOf(key), sk: `header#${process}` });
