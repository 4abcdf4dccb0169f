import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { costAt } from '../../packages/choreography/src/cli/cost/cost.ts';
import { pathsOf } from '../../packages/choreography/src/cli/cost/paths-of.ts';
import { runLoad } from '../../packages/choreography/src/simulation/load/run-load.ts';
import { ROOT, synthesized } from './synthesized.ts';

const { folder, stacks } = await synthesized();
const region = 'us-east-1';
const perSecond = 3000;

const ratio = (one = 0, other = 0) => Math.abs(one / other - 1);

it('is full first of what cost computes, and at that rate', { timeout: 600_000 }, async () => {
  const { limits, doubts } = await costAt(folder, ROOT, { region, perSecond, instances: 16 });
  expect(doubts.filter((doubt) => doubt.includes('not on AWS'))).toEqual([]);
  const ofAll = limits.filter(({ sharing }) => sharing === undefined);

  const { paths, bus = '' } = pathsOf(ROOT, stacks, {});
  const load = { perSecond, sampled: 240, minutes: 5, faults: [], region, emailsPerSecond: undefined };
  const sourceMaps = resolve(ROOT, 'build/source-maps');
  const { full, computed, backlog } = await runLoad({ ...{ stacks, paths, bus, seed: 1, sourceMaps }, ...load });
  const saturated = full.filter((each) => each.perSecond !== undefined);
  expect(saturated[0]?.family).toBe(ofAll[0]?.family);
  expect(ratio(saturated[0]?.perSecond, ofAll[0]?.perSecond)).toBeLessThan(0.2);
  expect(backlog.atEndOfLoad[0]?.deliveries).toBeGreaterThan(0);

  // What threads did in real time and what the world did in virtual time count alike against what is full first.
  for (const { family, perSecond: real } of ofAll.slice(0, 3)) {
    const virtual = computed.find((each) => each.family === family);
    expect([family, ratio(virtual?.perSecond, real) < 0.2]).toEqual([family, true]);
  }
});
