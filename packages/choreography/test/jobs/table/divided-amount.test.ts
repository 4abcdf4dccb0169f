import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { backOff } from '#jobs/deadline.ts';
import type { Write } from '#jobs/once/decide-once.ts';
import { addAmounts, readAmounts } from '#jobs/table/divided-amount.ts';
import type { Item } from '#jobs/table/table.ts';

/** A table that takes transactions as DynamoDB does: all of the writes or none, and none on an item that another has in hand. */
class Table {
  readonly items = new Map<string, Item>();
  readonly #inHand = new Set<string>();

  readonly reader = {
    get: async (pk: string) => this.items.get(pk),
    getAll: async (pks: readonly string[]) => {
      expect(pks.length).toBeLessThanOrEqual(100);
      expect(new Set(pks).size).toBe(pks.length);
      await undefined;
      return new Map(pks.flatMap((pk) => (this.items.has(pk) ? [[pk, { ...this.items.get(pk) } as Item]] : [])));
    },
  };

  /** Whether the writes were taken. @param inHand what is waited for while the transaction has its items in hand */
  async commit(writes: readonly Write[], inHand: () => Promise<void> = async () => {}): Promise<boolean> {
    const updates = writes.map(({ Update }) => Update as NonNullable<Write['Update']>);
    const keys = updates.map(({ Key }) => String(Key?.pk));
    expect(keys.length).toBeLessThanOrEqual(96);
    expect(new Set(keys).size).toBe(keys.length);
    if (keys.some((key) => this.#inHand.has(key))) return false;
    for (const key of keys) this.#inHand.add(key);
    await inHand();
    const holds = updates.every(
      ({ Key, ConditionExpression, ExpressionAttributeValues }) =>
        !ConditionExpression || this.availableAt(String(Key?.pk)) >= ExpressionAttributeValues?.[':amount'],
    );
    if (holds) for (const update of updates) this.#apply(update);
    for (const key of keys) this.#inHand.delete(key);
    return holds;
  }

  availableAt(pk: string): number {
    return Number(this.items.get(pk)?.available ?? 0);
  }

  #apply({ Key, UpdateExpression = '', ExpressionAttributeValues = {} }: NonNullable<Write['Update']>): void {
    const pk = String(Key?.pk);
    const change = Number(ExpressionAttributeValues[':amount']) * (UpdateExpression.startsWith('ADD') ? 1 : -1);
    const divided = ExpressionAttributeValues[':divided'] ?? this.items.get(pk)?.divided;
    this.items.set(pk, { pk, available: this.availableAt(pk) + change, ...(divided && { divided }) });
    expect(this.availableAt(pk)).toBeGreaterThanOrEqual(0);
  }

  get sum(): number {
    return [...this.items.values()].reduce((sum, { available }) => sum + Number(available), 0);
  }
}

/** Takes, again and again while others are in the way. Returns whether there was enough. */
async function take(table: Table, key: string, wanted: number, taker: string, turns: number): Promise<boolean> {
  const inHand = async () => {
    for (let turn = 0; turn < turns; turn++) await undefined;
  };
  for (;;) {
    const found = (await readAmounts(table.reader, new Map([[key, wanted]]), taker)).get(key);
    if (!found || found.available < wanted) return false;
    if (await table.commit(found.take, inHand)) return true;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const amount = fc.integer({ min: 1, max: 400 });

test('nothing is taken twice, nothing falls below zero, and nobody goes without who could have had it', async () => {
  const takers = fc.array(fc.record({ amount, turns: fc.integer({ min: 0, max: 9 }) }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.array(amount, { maxLength: 5 }), takers, async (added, wanted) => {
      const table = new Table();
      for (const each of added) await table.commit(addAmounts(new Map([['tulips', each]])));
      const there = added.reduce((sum, each) => sum + each, 0);
      expect(table.sum).toBe(there);

      const got = await Promise.all(
        wanted.map((each, n) => take(table, 'tulips', each.amount, `taker-${n}`, each.turns)),
      );
      const taken = wanted.reduce((sum, each, n) => sum + (got[n] ? each.amount : 0), 0);
      expect(table.sum).toBe(there - taken);
      for (const [n, each] of wanted.entries()) if (!got[n]) expect(table.sum).toBeLessThan(each.amount);
    }),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
});

test('of several amounts at once the largest are divided, as far as one transaction takes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 50 }),
      async (amounts) => {
        const table = new Table();
        await table.commit(addAmounts(new Map(amounts.map((each, n) => [`bulb-${n}`, each]))));
        expect(table.sum).toBe(amounts.reduce((sum, each) => sum + each, 0));
        const wanted = new Map(amounts.map((each, n) => [`bulb-${n}`, each]));
        const found = await readAmounts(table.reader, wanted, 'taker');
        expect([...found].map(([key, { available }]) => [key, available])).toEqual([...wanted]);
      },
    ),
  );
});

test('no key of an amount is that of a part of another', async () => {
  const table = new Table();
  await table.commit(addAmounts(new Map([['a', 1600]])));
  for (const key of table.items.keys()) if (key !== 'a') expect(key).toMatch(/^a\/\d+-[0-9a-f]{8}$/);
  await table.commit(addAmounts(new Map([['a/1', 7]])));
  expect((await readAmounts(table.reader, new Map([['a', 1601]]), 'taker')).get('a')).toEqual({
    ...{ available: 1600, take: [] },
  });
});

test('many who take at the same time take from different parts', async () => {
  const table = new Table();
  await table.commit(addAmounts(new Map([['tulips', 100_000]])));
  const from = await Promise.all(
    Array.from({ length: 160 }, async (_, n) => {
      const found = (await readAmounts(table.reader, new Map([['tulips', 1]]), `taker-${n}`)).get('tulips');
      return String(found?.take[0]?.Update?.Key?.pk);
    }),
  );
  const parts = [...new Set(from)];
  const takers = parts.map((part) => from.filter((key) => key === part).length);
  expect(takers).toHaveLength(16);
  expect(Math.max(...takers)).toBeLessThan(25);
});

test('of what is divided one item is read, as long as there is enough; of what is whole two, and of what is scarce all', async () => {
  const table = new Table();
  await table.commit(addAmounts(new Map([['tulips', 1600]])));
  await table.commit(addAmounts(new Map([['a rare bulb', 7]])));
  const reads = async (key: string, wanted: number) => {
    const asked: number[] = [];
    const getAll = (pks: readonly string[]) => {
      asked.push(pks.length);
      return table.reader.getAll(pks);
    };
    await readAmounts({ ...table.reader, getAll }, new Map([[key, wanted]]), 'taker');
    return asked;
  };
  expect(await reads('tulips', 100)).toEqual([1]);
  expect(await reads('tulips', 101)).toEqual([1, 16]);
  expect(await reads('a rare bulb', 1)).toEqual([1, 1]);
  expect(await reads('a rare bulb', 8)).toEqual([1, 1]);
});

/** The latencies of a consistent read and of a transaction, in milliseconds, and how many come in a second. */
const [READ_MS, COMMIT_MS, PER_SECOND] = [4, 10, 300];

/** How many transactions each of those needed who came evenly within a second, on the clock of the test. */
async function triesOf(table: Table): Promise<number[]> {
  const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const remaining = { getRemainingTimeInMillis: () => 10_000 };
  const takers = Array.from({ length: PER_SECOND }, async (_, n) => {
    await wait((n * 1000) / PER_SECOND);
    for (let attempt = 1; ; attempt++) {
      await wait(READ_MS);
      const found = (await readAmounts(table.reader, new Map([['tulips', 1]]), `taker-${n}`)).get('tulips');
      if (await table.commit(found?.take ?? [], () => wait(COMMIT_MS))) return attempt;
      await backOff(attempt, remaining);
    }
  });
  const all = Promise.all(takers);
  await vi.advanceTimersByTimeAsync(600_000);
  return all;
}
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

test('what three hundred a second take from is divided, so that few are in the way of others', async () => {
  vi.useFakeTimers();
  try {
    const [divided, whole] = [new Table(), new Table()];
    await divided.commit(addAmounts(new Map([['tulips', 100_000]])));
    for (let n = 0; n < 800; n++) await whole.commit(addAmounts(new Map([['tulips', 125]])));
    const [few, many] = [await triesOf(divided), await triesOf(whole)];
    expect([divided.sum, whole.sum]).toEqual([99_700, 99_700]);
    expect(mean(few)).toBeLessThan(1.5);
    expect(Math.max(...few)).toBeLessThanOrEqual(10);
    expect(mean(many)).toBeGreaterThan(3 * mean(few));
    console.log(
      `divided: ${mean(few).toFixed(2)} transactions each, ${Math.max(...few)} at the most; whole: ${mean(many).toFixed(2)}, ${Math.max(...many)}`,
    );
  } finally {
    vi.useRealTimers();
  }
});
