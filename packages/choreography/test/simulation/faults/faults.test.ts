import { expect, it } from 'vitest';
import { ALL_FAULTS, Faults } from '#simulation/faults/faults.ts';
import { Cause } from '#simulation/world/cause.ts';

const labels = Array.from({ length: 2000 }, (_, at) => `loan${at}>fetch-book`);
const struck = (faults: Faults) => labels.filter((label) => faults.strikes('duplicate', new Cause(3, label)));

it('strikes the same things for the same seed, and about as often as its rate', () => {
  const first = struck(new Faults(new Set(ALL_FAULTS)));
  expect(struck(new Faults(new Set(ALL_FAULTS)))).toEqual(first);
  expect(first.length).toBeGreaterThan(100);
  expect(first.length).toBeLessThan(220);
});

it('strikes only what is named, when that is all that is left of a failure', () => {
  expect(struck(new Faults(new Set(ALL_FAULTS), new Set(['duplicate loan5>fetch-book'])))).toEqual([
    'loan5>fetch-book',
  ]);
});

it('strikes nothing that may not happen, and nothing when the world is to end quietly', () => {
  expect(struck(new Faults(new Set(['throttle'])))).toEqual([]);
  const faults = new Faults(new Set(ALL_FAULTS));
  faults.quiet = true;
  expect(struck(faults)).toEqual([]);
});
