import { describe, expect, test } from 'vitest';
import { isFault } from '#contracts/is-fault.ts';
import { RETENTION_DAYS } from '#contracts/retention.ts';
import { MAX_PAUSE_SECONDS, pauseAfter } from '#jobs/retry/pauses.ts';

/** Messages of a standard queue that may be received and not deleted (SQS quotas: "In-flight messages per queue"). */
const MAX_IN_FLIGHT = 120_000;
const OUTAGE = 3600;

/**
 * A retry queue second by second, in batches of ten messages: what comes in the outage, what the function is given, and what it
 * has done. Messages that were tried as often wait in one cohort.
 */
function afterAnOutage(perSecond: number, concurrency: number, secondsOfFailure: number, secondsOfSuccess: number) {
  const fresh = { count: 0 };
  /** How many come back at a second, by how often they were tried. */
  const hidden = new Map<number, Map<number, number>>();
  let [inFlight, done, mostInFlight, mostAttempts, busiest] = [0, 0, 0, 0, 0];
  const total = perSecond * OUTAGE;
  const visible = new Map<number, number>();
  for (let second = 0; ; second++) {
    const isOut = second < OUTAGE;
    if (isOut) fresh.count += perSecond;
    for (const [tries, count] of hidden.get(second) ?? []) {
      visible.set(tries, (visible.get(tries) ?? 0) + count);
      inFlight -= count;
    }
    hidden.delete(second);
    let room = Math.min((concurrency * 10) / (isOut ? secondsOfFailure : secondsOfSuccess), MAX_IN_FLIGHT - inFlight);
    const took = room;
    const take = (tries: number, count: number) => {
      const taken = Math.min(room, count);
      room -= taken;
      if (!isOut) done += taken;
      else {
        // In ten parts, since pauses are drawn.
        for (let part = 0; part < 10; part++) {
          const back = second + pauseAfter(tries + 1);
          const then = hidden.get(back) ?? new Map<number, number>();
          hidden.set(back, then.set(tries + 1, (then.get(tries + 1) ?? 0) + taken / 10));
        }
        inFlight += taken;
        mostAttempts = Math.max(mostAttempts, tries + 1);
      }
      return taken;
    };
    for (const [tries, count] of visible) {
      const left = count - take(tries, count);
      if (left > 0) visible.set(tries, left);
      else visible.delete(tries);
    }
    fresh.count -= take(0, fresh.count);
    mostInFlight = Math.max(mostInFlight, inFlight);
    if (!isOut) busiest = Math.max(busiest, took - room);
    if (!isOut && done >= total * 0.999999) return { seconds: second - OUTAGE, mostInFlight, mostAttempts, busiest };
    if (second > RETENTION_DAYS.retries * 86_400) throw new Error(`Only ${done} of ${total} are done after days.`);
  }
}

describe('After an outage of an hour', () => {
  test('at 2,000 events a second, the job takes up a third more than it always does, and has all done in three and a half hours', () => {
    const { seconds, mostInFlight, busiest } = afterAnOutage(2000, 10, 3, 0.15);
    expect(mostInFlight).toBeLessThanOrEqual(MAX_IN_FLIGHT);
    expect(busiest / 2000).toBeLessThan(1 / 3 + 0.01);
    expect(seconds).toBeGreaterThan(2 * 3600);
    expect(seconds).toBeLessThan(3.5 * 3600);
  });

  test('at 50 events in that hour, all is done when the longest pause is over', () => {
    const { seconds, mostAttempts } = afterAnOutage(50 / 3600, 10, 3, 0.15);
    expect(seconds).toBeLessThanOrEqual(MAX_PAUSE_SECONDS + 1);
    expect(mostAttempts).toBeLessThanOrEqual(12);
  });
});

describe('An error', () => {
  test.each([
    [new RangeError('no'), true],
    [new TypeError("Cannot read properties of undefined (reading 'id')"), true],
    [Object.assign(new Error('an item is too large'), { name: 'ValidationException' }), true],
    [new TypeError('desk/bind could not handle event e-1 (PageCopied): fetch failed'), false],
    [new Error('SES did not take the email'), false],
    [Object.assign(new Error('no capacity'), { name: 'ProvisionedThroughputExceededException' }), false],
    [Object.assign(new Error('no right'), { name: 'AccessDeniedException' }), false],
    ['thrown text', false],
  ])('%s lies in the code or the event: %s', (error, is) => {
    expect(isFault(error)).toBe(is);
  });
});

test('the pauses of a message that fails for days are fewer than SQS receives it', () => {
  let [seconds, attempts] = [0, 0];
  while (seconds < RETENTION_DAYS.retries * 86_400) seconds += pauseAfter(++attempts);
  expect(attempts).toBeLessThan(700);
});
