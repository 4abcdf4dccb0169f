import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Bucket } from '#simulation/load/bucket.ts';

it('lets as much through in the long run as its rate says, however large the requests are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 200 }), (perSecond, units) => {
      const bucket = new Bucket(perSecond, 1, 0);
      let taken = 0;
      for (let now = 0; now <= 600_000; now += 50) {
        if (bucket.pauseAt(now) > 0) continue;
        bucket.take(units, now);
        taken += units;
      }
      // More than a burst and the last request is never ahead of the rate, and it is not behind it either.
      const through = perSecond * 600;
      expect(taken).toBeLessThanOrEqual(through + perSecond + units);
      // Each request may wait for the next time that it asks.
      expect(taken).toBeGreaterThanOrEqual(Math.min(through, units * 12_000) * 0.8 - units);
    }),
  );
});

it('lets something through again after the pause that it names', () => {
  const bucket = new Bucket(10, 1, 0);
  bucket.take(25, 0);
  const pause = bucket.pauseAt(0);
  expect(bucket.pauseAt(pause - 2)).toBeGreaterThan(0);
  expect(bucket.pauseAt(pause)).toBe(0);
});

it('knows since when it has had no rest', () => {
  const bucket = new Bucket(10, 1, 0);
  bucket.take(5, 1000);
  expect(bucket.fullAt).toBe(1000);
  bucket.take(10, 1200);
  expect(bucket.fullAt).toBe(1000);
  bucket.pauseAt(9000);
  expect(bucket.fullAt).toBe(9000);
});
