import { createHash } from 'node:crypto';
import type { Write } from '#jobs/once/decide-once.ts';
import type { Item, TableReader } from './table.ts';

/** What there is of an amount that was asked for. */
export interface DividedAmount {
  /** How much there is at least; if it is not enough, exactly how much. */
  readonly available: number;
  /** Takes what was asked for; the transaction that has it fails rather than take more than there is. Empty if there is not enough. */
  readonly take: readonly Write[];
}

/** Into so many items a large amount is divided: each takes one transaction at a time. */
const PARTS = 16;
/** An amount is divided if each part gets so much. */
const LEAST_OF_A_PART = 10;
/** The most writes to amounts in one transaction, which takes a hundred with those of the job itself (API reference: TransactWriteItems). */
const MAX_WRITES = 80;

/**
 * Adds to amounts, by their keys. A large one is divided into several items, `{ pk, available }`, the first with the key itself, so that many
 * jobs take from it at the same time: DynamoDB cancels a transaction on an item that another one has in hand (developer guide: "Transaction
 * conflict handling in DynamoDB"). The largest are divided first, as far as one transaction can write to all.
 */
export function addAmounts(amounts: ReadonlyMap<string, number>): Write[] {
  let room = MAX_WRITES - amounts.size;
  const largestFirst = [...amounts].sort(([, one], [, other]) => other - one);
  return largestFirst.flatMap(([key, amount]) => {
    const isDivided = amount >= PARTS * LEAST_OF_A_PART && room >= PARTS - 1;
    if (!isDivided) return [add(key, amount)];
    room -= PARTS - 1;
    return Array.from({ length: PARTS }, (_, at) => add(partKey(key, at), Math.floor((amount + at) / PARTS), at === 0));
  });
}

/**
 * Reads amounts of which so much is wanted, by their keys: fifty at the most. Whoever takes from them begins at a part of its own, and
 * goes on to others when that has too little, or if there are no parts to the whole.
 * @param taker such as the business key of the job: each takes from another part
 */
export async function readAmounts(
  table: TableReader,
  wanted: ReadonlyMap<string, number>,
  taker: string,
): Promise<ReadonlyMap<string, DividedAmount>> {
  const own = sha256(taker).readUInt32BE() % PARTS;
  const nearby = new Map(await table.getAll([...wanted.keys()].map((key) => partKey(key, own))));
  const undivided = own === 0 ? [] : [...wanted.keys()].filter((key) => !nearby.has(partKey(key, own)));
  if (undivided.length > 0) for (const [key, item] of await table.getAll(undivided)) nearby.set(key, item);
  const read = [...wanted].map(async ([key, amount]): Promise<[string, DividedAmount]> => {
    const isDivided = nearby.get(key)?.divided === true || (own > 0 && nearby.has(partKey(key, own)));
    const first = partKey(key, isDivided ? own : 0);
    if (!isDivided || availableIn(nearby.get(first)) >= amount) return [key, takeFrom([first], nearby, amount)];
    const parts = Array.from({ length: PARTS }, (_, at) => partKey(key, (own + at) % PARTS));
    return [key, takeFrom(parts, await table.getAll(parts), amount)];
  });
  return new Map(await Promise.all(read));
}

/** From the first part that has enough, or else from those that have most. */
function takeFrom(parts: readonly string[], items: ReadonlyMap<string, Item>, amount: number): DividedAmount {
  const there = parts.map((key) => ({ key, available: availableIn(items.get(key)) }));
  const available = there.reduce((sum, part) => sum + part.available, 0);
  if (available < amount) return { available, take: [] };
  const enough = there.find((part) => part.available >= amount);
  const from = enough ? [enough] : there.sort((one, other) => other.available - one.available);
  let missing = amount;
  const take: Write[] = [];
  for (const part of from) {
    const taken = Math.min(missing, part.available);
    if (taken > 0) take.push(takeOff(part.key, taken));
    missing -= taken;
  }
  return { available, take };
}

/** With a part of the key's hash, so that no part has the key of another amount, whatever is in that. */
const partKey = (key: string, at: number): string =>
  at === 0 ? key : `${key}/${at}-${sha256(key).toString('hex', 0, 4)}`;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const availableIn = (item: Item | undefined): number => Number(item?.available ?? 0);

/** @param divided whether it is the first of several parts */
const add = (pk: string, amount: number, divided = false): Write => ({
  Update: {
    Key: { pk },
    UpdateExpression: divided ? 'ADD available :amount SET divided = :divided' : 'ADD available :amount',
    ExpressionAttributeValues: { ':amount': amount, ...(divided && { ':divided': true }) },
  },
});

const takeOff = (pk: string, amount: number): Write => ({
  Update: {
    Key: { pk },
    UpdateExpression: 'SET available = available - :amount',
    ConditionExpression: 'available >= :amount',
    ExpressionAttributeValues: { ':amount': amount },
  },
});
