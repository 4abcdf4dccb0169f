import { pathsOf } from '#cli/cost/paths-of.ts';
import { PRICED_REGIONS } from '#cost/prices/prices.ts';
import { SERVICES_WITH_OUTAGES } from '#simulation/faults/faults.ts';
import { runLoad } from '#simulation/load/run-load.ts';
import type { WorldOptions } from '#simulation/run-world.ts';
import { InputError } from '#template/input-error.ts';
import { renderLoad } from './render-load.ts';

/** The options of `simulate` for a load. */
export interface LoadCommandOptions {
  readonly perSecond?: number;
  readonly limits?: string;
  readonly outage?: string;
  readonly region: string;
  readonly emailsPerSecond?: number;
  readonly json?: boolean;
}

/**
 * Runs `simulate --per-second`: simulates the paths that `cost` counts at a rate, under the quotas of an account, and prints the result.
 *
 * @throws InputError if an option has a value that cannot be simulated
 */
export async function simulateLoad(
  world: Omit<WorldOptions, 'simulation'>,
  project: string | undefined,
  options: LoadCommandOptions,
): Promise<void> {
  const { limits = 'aws', outage, region, perSecond, emailsPerSecond } = options;
  if (perSecond === undefined) throw new InputError('--limits and --outage need --per-second N: the rate of the load.');
  if (limits !== 'aws') throw new InputError(`--limits "${limits}" is not known: the only limits are "aws".`);
  if (outage !== undefined && !SERVICES_WITH_OUTAGES.includes(outage))
    throw new InputError(
      `No outage of "${outage}" can be simulated: the services are ${SERVICES_WITH_OUTAGES.join(', ')}.`,
    );
  if (!PRICED_REGIONS.includes(region))
    throw new InputError(
      `The quotas of the region "${region}" are not known: take one of ${PRICED_REGIONS.join(', ')}.`,
    );
  if (world.instances < 20)
    throw new InputError(`--instances ${world.instances} is too small a sample: take at least 20.`);
  const { paths, bus } = pathsOf(project, world.stacks, {});
  const result = await runLoad({
    ...{ stacks: world.stacks, seed: world.seed, minutes: world.minutes, faults: world.faults, paths },
    leaveOut: world.leaveOut,
    ...{ sampled: world.instances, perSecond, outage, region, emailsPerSecond, sourceMaps: world.sourceMaps },
    bus: bus ?? paths[0]?.entries[0]?.EventBusName ?? 'default',
  });
  console.log(
    options.json
      ? JSON.stringify(result, null, 2)
      : renderLoad(result, { instances: world.instances, ...(outage !== undefined && { outage }) }),
  );
}
