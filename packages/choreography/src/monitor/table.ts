import { expiry as expiryIn, RETENTION_DAYS } from '#contracts/retention.ts';

/**
 * How the monitor keeps things. One item an event and one header an order; the lists are sparse indexes that hold keys
 * alone, spread over a few partitions, since one partition takes a thousand writes a second.
 *
 * | partition key      | sort key              | what it is                                        | in the list              |
 * | ------------------ | --------------------- | ------------------------------------------------- | ------------------------ |
 * | `order#ID`         | `header#PROCESS`      | what was seen of an order                         | by state, customer, due  |
 * | `order#ID`         | `event#AT#EVENT`      | an event of an order                              | if no process knows it   |
 * | `order#ID`         | `letter#…`            | an event of the order in a dead-letter queue      | of the queue             |
 * | `stray#TYPE`       | `event#AT#EVENT`      | an event of no order                              | of its type              |
 * | `poison`           | `letter#…`            | an event of no order in a dead-letter queue       | of the queue             |
 * | `changes#MINUTE`   | `AT#…`                | the orders that changed                           |                          |
 * | `jobs#SHARD`       | `participant/job`     | what was heard of a job                           |                          |
 */
export const INDEXES = {
  /** Orders by process and state, events by type, dead letters by queue: the latest last. */
  byList: { name: 'by-list', partitionKey: 'listKey', sortKey: 'listAt' },
  byCustomer: { name: 'by-customer', partitionKey: 'customerKey', sortKey: 'listAt' },
  /** The orders that wait for something, by the time at which to look whether it happened. */
  byDeadline: { name: 'by-deadline', partitionKey: 'deadlineKey', sortKey: 'deadlineAt' },
} as const;

/** When an item written now is forgotten: in as many days as the monitor remembers, if no others are given. */
export const expiry = (now: Date, days: number = RETENTION_DAYS.monitor): number => expiryIn(now, days);

/** Over how many partitions a list is spread: each takes a thousand writes a second. */
export const SHARDS = 4;

/** The shard of an order: always the same. */
export function shardOf(orderId: string): number {
  let hash = 0;
  for (let i = 0; i < orderId.length; i++) hash = (hash * 31 + orderId.charCodeAt(i)) >>> 0;
  return hash % SHARDS;
}

export const shards: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard);

export const orderKey = (orderId: string): string => `order#${orderId}`;
export const headerKey = (process: string, orderId: string) => ({ pk: orderKey(orderId), sk: `header#${process}` });
