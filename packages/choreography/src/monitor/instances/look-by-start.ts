import type { Process } from '#contracts/define-process.ts';
import { dynamodb, taken } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { keyText } from '#monitor/read-items.ts';
import { headerKey, shardOf, shards } from '#monitor/table.ts';
import { placeOfLate } from './first-look.ts';
import { readHeaderItems } from './header-items.ts';
import { dueByStart, keyOf } from './list-instances.ts';
import { type Entry, type List, pagesUpTo } from './lists.ts';
import { readLookedAt, writeLookedAt } from './looked-at.ts';
import { deadlineKey, FOUND_BY_START, listKey, WATCHED } from './placement.ts';

/** How many instances of a shard are looked at together. */
const PAGE = 100;

/** What is done to instances that may be late. Returns the keys of those that could not be dealt with. */
type Look = (keys: readonly string[]) => Promise<readonly string[]>;

/**
 * Looks at the instances that have been under way for as long as none can be late, each once: what was completed since is left where it
 * is. What could not be dealt with is found by its deadline from then on, and holds up no other. Goes on where the sweep before ended.
 *
 * @param isOver whether there is no time left
 */
export async function lookByStart(
  process: Process,
  now: Date,
  remaining: RemainingTime,
  look: Look,
  isOver: () => boolean,
): Promise<void> {
  const to = placeOfLate(process, now);
  const before = await readLookedAt(process);
  let looked = 0;
  /** Returns the place up to which all of a list is dealt with. */
  const walk = async (list: List): Promise<string> => {
    let reached = list.after ?? '';
    let isStuck = false;
    for await (const entries of pagesUpTo(list, to, PAGE)) {
      looked += entries.length;
      const isDealtWith = await lookAt(process, entries, remaining, look);
      isStuck ||= !isDealtWith;
      if (!isStuck) reached = entries.at(-1)?.place ?? reached;
      if (isOver()) return reached;
    }
    return isStuck ? reached : to;
  };
  const after = await Promise.all(
    shards.map(async (shard) => {
      const ends = await Promise.all(dueByStart(process, shard, before).map(walk));
      return ends.sort()[0] ?? '';
    }),
  );
  // Where a process waits longer than it did, there is something to look at again.
  if (looked > 0 || before.some((place) => place > to)) await writeLookedAt(process, after);
}

/** Returns whether all of them are dealt with, or will be found by their deadlines. */
async function lookAt(
  process: Process,
  entries: readonly Entry[],
  remaining: RemainingTime,
  look: Look,
): Promise<boolean> {
  const instances = entries.map((entry) => ({ process, key: keyOf(entry) }));
  // They have not changed for a minute: what is read is what they are.
  const items = await readHeaderItems(instances, remaining, { isConsistent: false });
  const open = instances.filter(({ key }) => !items.get(keyText(headerKey(process.name, key)))?.completedSaid);
  if (open.length === 0) return true;
  const failed = await look(open.map(({ key }) => key));
  const watched = await Promise.all(failed.map((key) => watch(process, key).catch(() => false)));
  return watched.every(Boolean);
}

/** Has the next sweep find an instance by its deadline, whatever is in its item, unless others have moved it. */
async function watch(process: Process, key: string): Promise<true> {
  const shard = shardOf(key);
  await taken(
    dynamodb.send('UpdateItem', {
      TableName: environment('TABLE_NAME'),
      Key: headerKey(process.name, key),
      UpdateExpression: 'SET listKey = :watched, deadlineKey = :key, deadlineAt = :now ADD version :one',
      ConditionExpression: 'listKey IN (:open, :failed) AND attribute_not_exists(deadlineKey)',
      ExpressionAttributeValues: {
        ...Object.fromEntries(FOUND_BY_START.map((state) => [`:${state}`, listKey(process, state, shard)])),
        ...{ ':watched': listKey(process, WATCHED, shard), ':key': deadlineKey(process, shard), ':one': 1 },
        ':now': new Date().toISOString(),
      },
    }),
  );
  return true;
}
