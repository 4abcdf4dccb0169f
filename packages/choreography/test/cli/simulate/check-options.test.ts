import { expect, it } from 'vitest';
import { checkOptions } from '#cli/simulate/check-options.ts';
import type { SimulateOptions } from '#cli/simulate/simulate.ts';

const COMMON = { dir: 'cdk.out', instances: 15, faults: 'all', minutes: 5, region: 'us-east-1' };
const checking = (options: Partial<SimulateOptions>) => () => checkOptions({ ...COMMON, ...options });

it('accepts a world, many, and one that is looked into', () => {
  for (const options of [
    { seed: 7 },
    { seeds: [1, 2], json: true },
    { seed: 7, step: true, until: 3 },
    { until: 3, inspect: true as const },
    { save: 'failure', until: 3 },
    { perSecond: 2000, json: true },
  ])
    checking(options)();
});

it.each([
  [{ step: true, inspect: 9229 }, '--step and --inspect exclude each other: give one of them.'],
  [{ seeds: [1, 2], save: 'failure' }, '--save is of one world: give --seed N, not --seeds.'],
  [{ seeds: [1, 2], until: 3 }, '--until is of one world: give --seed N, not --seeds.'],
  [{ seeds: [1, 2], perSecond: 5 }, '--per-second is of one world: give --seed N, not --seeds.'],
  [{ seeds: [1, 2], seed: 7 }, 'Give --seed N or --seeds A-B, not both.'],
  [{ step: true, json: true }, '--step prints text: leave out --json.'],
  [{ save: '../failure' }, 'dots, hyphens and underscores, not "../failure".'],
])('refuses %j with a sentence', (options, sentence) => {
  expect(checking(options)).toThrow(sentence);
});
