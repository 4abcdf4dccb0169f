import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { pathsOf } from '../../packages/choreography/src/cli/cost/paths-of.ts';
import { costOf } from '../../packages/choreography/src/cost/cost-of.ts';
import { measure } from '../../packages/choreography/src/cost/measure/measure.ts';
import { runLoad } from '../../packages/choreography/src/simulation/load/run-load.ts';
import { ROOT, synthesized } from './synthesized.ts';

const { folder, stacks } = synthesized();
const region = 'us-east-1';

it('is full first of what cost computes from a run on real threads, and at that rate', {
  timeout: 300_000,
}, async () => {
  const { paths, bus = '' } = pathsOf(ROOT, stacks, {});
  const measured = await measure({ cdkOut: folder, paths, bus, instances: 6 });
  // How long functions take on this machine says nothing of AWS.
  const [first] = costOf(measured, stacks, region, undefined).limits.filter(
    ({ family, sharing }) => family !== 'concurrent executions' && sharing === undefined,
  );
  const perSecond = 2 * (first?.perSecond ?? 0);
  const { full, backlog } = await runLoad({
    ...{ stacks, paths, bus, region, perSecond, seed: 1, sampled: 60, minutes: 4, faults: [] },
    ...{ emailsPerSecond: undefined, sourceMaps: resolve(ROOT, 'build/source-maps') },
  });
  expect(full[0]?.family).toBe(first?.family);
  expect(Math.abs((full[0]?.perSecond ?? 0) / (first?.perSecond ?? 1) - 1)).toBeLessThan(0.2);
  expect(backlog.atEndOfLoad[0]?.deliveries).toBeGreaterThan(0);
  expect(backlog.caughtUpAfterSeconds).toBeGreaterThan(0);
});
