import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { byChance, chanceNow } from '#local/runtime/chance.ts';
import { Cause } from '#simulation/world/cause.ts';
import { VirtualClock } from '#simulation/world/virtual-clock.ts';

const aClock = () => new VirtualClock(1000, { rest: () => () => {} });

it('rings in the order of time, those of one time in the order in which they were set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (pauses) => {
      const clock = aClock();
      const rung: [number, number][] = [];
      for (const [index, pause] of pauses.entries()) clock.after(pause, () => rung.push([clock.now(), index]));
      while (clock.step());
      const expected = pauses
        .map((pause, index) => [1000 + pause, index] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(rung).toEqual(expected);
    }),
  );
});

it('rings nothing that was called off', () => {
  const clock = aClock();
  const rung: string[] = [];
  const cancel = clock.after(5, () => rung.push('called off'));
  clock.after(10, () => rung.push('rung'));
  cancel();
  expect(clock.next).toBe(1010);
  while (clock.step());
  expect(rung).toEqual(['rung']);
});

it('rings by the chance of the work that set it', () => {
  const clock = aClock();
  const cause = new Cause(1, 'loan1');
  let seen: unknown;
  byChance(cause, () => {
    clock.after(5, () => {
      seen = chanceNow();
    });
  });
  clock.step();
  expect(seen).toBe(cause);
});
