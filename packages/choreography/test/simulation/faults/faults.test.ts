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

it('cuts a function off from a service for minutes, the same ones for the same seed, and no other function', () => {
  const MINUTE = 60_000;
  const functions = Array.from({ length: 200 }, (_, at) => `job-${at}`);
  const cutOff = () => {
    const faults = new Faults(new Set(['cut-off']));
    faults.drawOutages(new Cause(3, 'operator'), 0, 5 * MINUTE);
    const minutes = (name: string) =>
      Array.from({ length: 30 }, (_, at) => at).filter((at) => faults.isCutOff(name, 'dynamodb', at * MINUTE));
    const found = functions.map(minutes).filter(({ length }) => length > 0);
    expect(faults.drawn).toHaveLength(found.length);
    expect(faults.outagesEnd).toBeGreaterThan(Math.max(...found.flat()) * MINUTE);
    return found;
  };
  const found = cutOff();
  expect(cutOff()).toEqual(found);
  expect(found.length).toBeGreaterThan(3);
  expect(found.length).toBeLessThan(30);
  for (const minutes of found) {
    expect(minutes.length).toBeGreaterThan(3);
    expect(minutes.length).toBeLessThan(22);
    expect(minutes.at(-1)).toBe((minutes[0] as number) + minutes.length - 1);
  }
});
