import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { pathsOf } from '../../packages/choreography/src/cli/cost/paths-of.ts';
import { costOf, limitsOf } from '../../packages/choreography/src/cost/cost-of.ts';
import type { Limit } from '../../packages/choreography/src/cost/limits/limit.ts';
import { measure } from '../../packages/choreography/src/cost/measure/measure.ts';
import { templateFacts } from '../../packages/choreography/src/cost/template-facts.ts';
import { measureCalm } from '../../packages/choreography/src/simulation/load/measure-calm.ts';
import { runLoad } from '../../packages/choreography/src/simulation/load/run-load.ts';
import { ROOT, synthesized } from './synthesized.ts';

/** A monitor with half its concurrency is full well before all else, so that there is one first. */
const { folder, stacks } = await synthesized({ monitorConcurrency: 50 });
const region = 'us-east-1';

/** How long functions take on this machine says nothing of AWS. */
const isByDuration = ({ because }: Limit) => because.includes('busy');
const ofAll = (limits: readonly Limit[]) => limits.filter(({ sharing }) => sharing === undefined);
const ratio = (one = 0, other = 0) => Math.abs(one / other - 1);

it('is full first of what cost computes, and at that rate', { timeout: 600_000 }, async () => {
  const { paths, bus = '' } = pathsOf(ROOT, stacks, {});
  const system = { stacks, paths, bus, seed: 1, sourceMaps: resolve(ROOT, 'build/source-maps') };
  const measured = await measure({ cdkOut: folder, paths, bus, instances: 6 });
  const onThreads = ofAll(costOf(measured, stacks, region, undefined).limits);
  const computed = ofAll(limitsOf(await measureCalm(system), templateFacts(stacks), region, undefined));
  const [real, virtual] = [onThreads, computed].map((limits) => limits.find((each) => !isByDuration(each)));
  expect(virtual?.family).toBe(real?.family);
  expect(ratio(virtual?.perSecond, real?.perSecond)).toBeLessThan(0.2);

  const perSecond = 2 * (computed[0]?.perSecond ?? 0);
  const load = { perSecond, sampled: 40, minutes: 3, faults: [], region, emailsPerSecond: undefined };
  const { full, backlog } = await runLoad({ ...system, ...load });
  // Two that are full at nearly the same rate may change places.
  const first = computed.find(({ family }) => family === full[0]?.family);
  expect(ratio(first?.perSecond, computed[0]?.perSecond)).toBeLessThan(0.2);
  expect(ratio(full[0]?.perSecond, first?.perSecond)).toBeLessThan(0.2);
  expect(backlog.atEndOfLoad[0]?.deliveries).toBeGreaterThan(0);
});
