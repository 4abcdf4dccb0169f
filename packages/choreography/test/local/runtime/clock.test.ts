import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '#local/runtime/clock.ts';
import { InFlight } from '#local/runtime/in-flight.ts';

const SECOND = 1000;
let inFlight: InFlight;
let clock: Clock;
let heldAt: number;
let happened: string[];
beforeEach(() => {
  inFlight = new InFlight();
  clock = new Clock(inFlight);
  clock.hold();
  heldAt = clock.now();
  happened = [];
});
afterEach(() => clock.stop());

/** Notes what happens, with the seconds since the clock was held. */
const note = (what: string) => happened.push(`${what} +${(clock.now() - heldAt) / SECOND}`);

describe('a held clock', () => {
  it('stands still, and goes on from there when it is released', async () => {
    await new Promise((resolve) => setTimeout(resolve));
    expect(clock.now()).toBe(heldAt);
    await clock.moveBy(3600 * SECOND);
    clock.release();
    expect(clock.now()).toBeGreaterThanOrEqual(heldAt + 3600 * SECOND);
  });

  it('goes on when something that falls due fails, and tells it', async () => {
    const told: string[] = [];
    clock = new Clock(inFlight, ({ message }) => told.push(message));
    clock.hold();
    heldAt = clock.now();
    clock.after(10 * SECOND, () => {
      throw new Error('Something failed.');
    });
    clock.after(20 * SECOND, () => note('next'));
    await clock.moveBy(30 * SECOND);
    expect(told).toEqual(['Something failed.']);
    expect(happened).toEqual(['next +20']);
  });

  it('makes what falls due happen in order, each at its own time', async () => {
    clock.after(20 * SECOND, () => note('second'));
    clock.after(10 * SECOND, () => note('first'));
    clock.after(31 * SECOND, () => note('not yet'));
    await clock.moveBy(30 * SECOND);
    expect(happened).toEqual(['first +10', 'second +20']);
    expect(clock.now()).toBe(heldAt + 30 * SECOND);
    expect(clock.waiting).toBe(1);
  });

  it('makes everything happen that follows within the same move', async () => {
    void inFlight.track(async () => {
      for (const pause of [60, 120, 180]) {
        await clock.wait(pause * SECOND);
        await new Promise((resolve) => setTimeout(resolve));
        note('attempt');
      }
    });
    await clock.moveBy(200 * SECOND);
    expect(happened).toEqual(['attempt +60', 'attempt +180']);
    await clock.moveBy(160 * SECOND);
    expect(happened).toEqual(['attempt +60', 'attempt +180', 'attempt +360']);
  });

  it('repeats what happens again and again until that is called off', async () => {
    const end = clock.every(60 * SECOND, () => note('tick'));
    await clock.moveBy(150 * SECOND);
    end();
    await clock.moveBy(3600 * SECOND);
    expect(happened).toEqual(['tick +60', 'tick +120']);
  });

  it('lets moves wait for one another', async () => {
    clock.after(5 * SECOND, () => note('once'));
    await Promise.all([clock.moveBy(4 * SECOND), clock.moveBy(4 * SECOND)]);
    expect(happened).toEqual(['once +5']);
    expect(clock.now()).toBe(heldAt + 8 * SECOND);
  });

  it('never goes back, and says so', async () => {
    await expect(clock.moveTo(heldAt - 1)).rejects.toThrow('The clock does not go back.');
    await clock.moveBy(0);
    expect(clock.now()).toBe(heldAt);
  });

  it('tells those who keep times of their own how far it was moved', async () => {
    let moved = 0;
    clock.onMove((milliseconds) => {
      moved += milliseconds;
    });
    clock.after(7 * SECOND, () => note('due'));
    await clock.moveBy(10 * SECOND);
    expect(moved).toBe(10 * SECOND);
  });
});

describe('a running clock', () => {
  beforeEach(() => clock.release());

  it('waits a sixtieth of what AWS waits', async () => {
    await inFlight.track(() => clock.wait(60));
    expect(clock.waiting).toBe(0);
  });

  it('keeps what was left of a wait when it is held', async () => {
    const waits = inFlight.track(() => clock.wait(24 * 3600 * SECOND)).then(() => note('waited'));
    clock.hold();
    await clock.moveBy(23 * 3600 * SECOND);
    expect(happened).toEqual([]);
    await clock.moveBy(3600 * SECOND);
    await waits;
    expect(happened).toHaveLength(1);
  });

  it('is moved ahead and runs on', async () => {
    clock.after(3600 * SECOND, () => note('due'));
    await clock.moveBy(3600 * SECOND);
    expect(happened).toHaveLength(1);
    expect(clock.held).toBe(false);
  });
});
