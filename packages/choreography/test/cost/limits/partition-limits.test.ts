import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit } from '#cost/limits/limit.ts';
import { partitionLimits } from '#cost/limits/partition-limits.ts';
import type { Operation } from '#local/runtime/metering/operation.ts';
import { type AskedUnits, ThrottledTable } from './throttled-table.ts';

const write = ({ partition, units }: AskedUnits): Operation => ({
  ...{ kind: 'write', table: 'visits', index: undefined },
  ...{ partition, units, inTransaction: false },
});

const limitsOf = (instances: number, writesOf: (instance: number) => readonly AskedUnits[]): Limit[] =>
  partitionLimits(
    [
      {
        share: 1,
        keys: Array.from({ length: instances }, (_, at) => `v-${at}`),
        common: new Map([['louvre', 'detail.museum']]),
        instances: Array.from({ length: instances }, (_, at) => writesOf(at).map(write)),
      },
    ],
    'us-east-1',
  );

/** How many writes the table refuses in three seconds in which so many instances come in each. */
function throttledAt(perSecond: number, writesOf: (instance: number) => readonly AskedUnits[]): number {
  const table = new ThrottledTable();
  for (let second = 0; second < 3; second++)
    for (let at = 0; at < perSecond; at++)
      for (const asked of writesOf(second * perSecond + at)) table.ask(second, asked);
  return table.throttled;
}

describe('A partition key that instances share', () => {
  it('is full at the rate that is told, and not before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4 }), (units, times) => {
        const writesOf = (instance: number) => [
          { partition: `visitor#v-${instance}`, units: 3 },
          ...Array.from({ length: times }, () => ({ partition: 'feed', units })),
        ];
        const [limit] = limitsOf(8, writesOf);
        const told = limit?.perSecond ?? 0;
        expect(throttledAt(Math.floor(told), writesOf)).toBe(0);
        expect(throttledAt(Math.floor(told) + 1, writesOf)).toBeGreaterThan(0);
      }),
    );
  });

  it('that is one of several takes as much more, as far as a few instances can tell', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 5 }), (shards, units) => {
        // Spread as by a hash: evenly in the end, and not among the first few.
        const shardOf = (instance: number) => Math.imul(instance + 7, 2_654_435_761) >>> 0;
        const writesOf = (instance: number) => [{ partition: `list#${shardOf(instance) % shards}`, units }];
        const told = limitsOf(32, writesOf)[0]?.perSecond ?? 0;
        expect(throttledAt(Math.floor(told * 0.6), writesOf)).toBe(0);
        expect(throttledAt(Math.ceil(told * 1.5), writesOf)).toBeGreaterThan(0);
      }),
    );
  });

  it('is none if it names the instance, or no two instances use it', () => {
    const id = (instance: number) => `${instance}f81d4fae-7dec-11d0-a765-00a0c91e6bf6`;
    const limits = limitsOf(8, (at) => [
      { partition: `visitor#v-${at}`, units: 900 },
      { partition: `entry#${id(at)}`, units: 900 },
    ]);
    expect(limits).toEqual([]);
  });

  it('is one of several parts for those with the same value, if what they share is divided', () => {
    const [limit] = limitsOf(32, (at) => [{ partition: `museum#louvre/${(at * 7 + (at >> 3)) % 8}`, units: 2 }]);
    expect(limit).toMatchObject({ perSecond: 4000, sharing: 'detail.museum' });
    expect(limit?.because).toContain('an instance with the same detail.museum takes 0.25 of 1000 write units');
  });

  it('is the first part, where all of them look whether there are others', () => {
    const [limit] = limitsOf(32, (at) => [
      { partition: 'museum#louvre', units: 1 },
      { partition: `museum#louvre/${at % 8}`, units: 2 },
    ]);
    expect(limit?.perSecond).toBe(1000);
  });

  it('is told to be of those with the same value, if it has a value of what was put', () => {
    const [limit] = limitsOf(8, () => [{ partition: 'museum#louvre', units: 2 }]);
    expect(limit).toMatchObject({ perSecond: 500, sharing: 'detail.museum' });
    expect(limit?.because).toBe(
      'an instance with the same detail.museum takes 2 of 1000 write units a second of a partition key',
    );
  });

  it('is told to be of those with the same value, if instances differ by it: of the path that takes most of it', () => {
    const pathOf = (name: string, units: number) => ({
      ...{ share: 1, keys: [], common: new Map<string, string>() },
      varied: new Map(Array.from({ length: 4 }, (_, at) => [`${name}-${at}`, 'detail.party'])),
      instances: Array.from({ length: 4 }, (_, at) => [write({ partition: `balance#${name}-${at}`, units })]),
    });
    const limits = partitionLimits([pathOf('p', 2), pathOf('q', 4)], 'us-east-1');
    expect(limits).toMatchObject([{ perSecond: 250, sharing: 'detail.party' }]);
  });
});
