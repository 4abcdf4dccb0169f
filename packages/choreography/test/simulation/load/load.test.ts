import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Load } from '#simulation/load/load.ts';

it('stands for as many instances as come, whatever the phases are', () => {
  const phase = fc.record({
    minutes: fc.integer({ min: 1, max: 30 }),
    from: fc.integer({ min: 1, max: 3000 }),
    to: fc.integer({ min: 1, max: 3000 }),
  });
  fc.assert(
    fc.property(fc.array(phase, { minLength: 1, maxLength: 3 }), (phases) => {
      const load = new Load(phases, 2000);
      const sampled = Array.from({ length: 2000 }, (_, index) => load.weightAt(load.arrivalOf(index)));
      const stoodFor = sampled.reduce((sum, weight) => sum + weight, 0);
      // The integral of a rate that goes by an even factor from one value to another.
      const come = phases.reduce(
        (sum, { minutes, from, to }) => sum + minutes * 60 * (from === to ? from : (to - from) / Math.log(to / from)),
        0,
      );
      expect(Math.abs(stoodFor - come) / come).toBeLessThan(0.02);
    }),
  );
});

it('stays at its last rate when all has come', () => {
  const load = new Load([{ minutes: 1, from: 10, to: 40 }], 60);
  expect([load.rateAt(-1), load.rateAt(30_000), load.rateAt(90_000)]).toEqual([10, 20, 40]);
  expect(load.weightAt(90_000)).toBe(40);
});

it('has sampled instances come in groups, as close together as the rate has them', () => {
  const load = new Load([{ minutes: 1, from: 200, to: 200 }], 12, 4);
  expect([0, 1, 3, 4, 5].map((index) => load.arrivalOf(index))).toEqual([0, 5, 15, 20_000, 20_005]);
  expect(12 * load.weightAt(0)).toBe(200 * 60);
});
