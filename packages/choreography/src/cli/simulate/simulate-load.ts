import { pathsOf } from '#cli/cost/paths-of.ts';
import { PRICED_REGIONS } from '#cost/prices/prices.ts';
import { runLoad } from '#simulation/load/run-load.ts';
import type { WorldOptions } from '#simulation/run-world.ts';
import { InputError } from '#template/input-error.ts';
import { renderLoad } from './render-load.ts';

export interface LoadCommandOptions {
  readonly perSecond?: number;
  readonly limits?: string;
  readonly outage?: string;
  readonly region: string;
  readonly emailsPerSecond?: number;
  readonly json?: boolean;
}

const SERVICES = ['dynamodb', 'events', 'ses', 'sqs', 'lambda'];

/**
 * `simulate --per-second`: the paths that `cost` counts, at a rate, under the quotas of an account.
 *
 * @throws InputError if an option is not one that can be simulated
 */
export async function simulateLoad(
  world: Omit<WorldOptions, 'simulation'>,
  project: string | undefined,
  options: LoadCommandOptions,
): Promise<void> {
  const { limits = 'aws', outage, region, perSecond, emailsPerSecond } = options;
  if (perSecond === undefined) throw new InputError('--limits and --outage need --per-second N: the rate of the load.');
  if (limits !== 'aws') throw new InputError(`There are no limits "${limits}": there are those of aws.`);
  if (outage !== undefined && !SERVICES.includes(outage))
    throw new InputError(`No outage of "${outage}" can be simulated: there are ${SERVICES.join(', ')}.`);
  if (!PRICED_REGIONS.includes(region))
    throw new InputError(
      `The quotas of the region "${region}" are not known: take one of ${PRICED_REGIONS.join(', ')}.`,
    );
  if (world.instances < 20)
    throw new InputError(`--instances ${world.instances} is too few of a sample: take at least 20.`);
  const { paths, bus } = pathsOf(project, world.stacks, {});
  const result = await runLoad({
    ...{ stacks: world.stacks, seed: world.seed, minutes: world.minutes, faults: world.faults, paths },
    ...{ sampled: world.instances, perSecond, outage, region, emailsPerSecond, sourceMaps: world.sourceMaps },
    bus: bus ?? paths[0]?.entries[0]?.EventBusName ?? 'default',
  });
  console.log(
    options.json
      ? JSON.stringify(result, null, 2)
      : renderLoad(result, { instances: world.instances, ...(outage !== undefined && { outage }) }),
  );
}
