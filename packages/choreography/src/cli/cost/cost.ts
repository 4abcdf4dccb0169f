import { resolve } from 'node:path';
import { paintFor } from '#cli/program/paint.ts';
import { projectAbove, projectTemplates } from '#cli/project/project-templates.ts';
import { synthesize } from '#cli/start/synthesize.ts';
import { type Cost, costOf } from '#cost/cost-of.ts';
import { measure } from '#cost/measure/measure.ts';
import { PRICED_REGIONS } from '#cost/prices/prices.ts';
import type { ParameterValues } from '#local/resources/system-evaluation.ts';
import { InputError } from '#template/input-error.ts';
import { readTemplates } from '#template/read-templates.ts';
import { pathsOf } from './paths-of.ts';
import { renderCost } from './render-cost.ts';
import { withAwsDurations } from './with-aws-durations.ts';

export interface CostOptions {
  readonly dir?: string;
  readonly perSecond?: number;
  readonly region: string;
  readonly entries?: string;
  readonly key?: string;
  readonly instances?: number;
  readonly pollers?: number;
  readonly emailsPerSecond?: number;
  readonly json?: boolean;
  readonly parameter?: ParameterValues;
  readonly ignoreTransform?: readonly string[];
}

/** `choreography cost`: what was counted in a run of the paths of a process, priced. */
export async function cost(options: CostOptions): Promise<void> {
  refuseRegion(options.region);
  if (options.instances === 0) throw new InputError('--instances 0 counts nothing: give at least 1.');
  if (options.pollers === 0) throw new InputError('--pollers 0 receives nothing: give at least 1.');
  const { synth, path } =
    options.dir === undefined ? projectTemplates() : { synth: undefined, path: resolve(options.dir) };
  if (synth) await synthesize(synth).done;
  const found = await costAt(path, options.dir === undefined ? '.' : projectAbove(path), options);
  if (options.json) console.log(JSON.stringify(asJson(found, options.perSecond), null, 2));
  else console.log(renderCost(found, options.perSecond, paintFor(process.stdout)));
}

/** What the system costs whose templates are in a folder. @param project the folder with its choreography.json, if there is one */
export async function costAt(templates: string, project: string | undefined, options: CostOptions): Promise<Cost> {
  const reading = options.ignoreTransform ? { ignoreTransforms: options.ignoreTransform } : {};
  const stacks = readTemplates([templates], undefined, reading);
  const { paths, bus } = pathsOf(project, stacks, options);
  const { instances = options.perSecond === undefined ? INSTANCES : CLOSE_INSTANCES } = options;
  const run = (perSecond: number | undefined) =>
    measure({
      ...{ cdkOut: templates, paths, instances, bus, reading, perSecond },
      ...(options.parameter && { parameters: options.parameter }),
      ...(options.pollers !== undefined && { pollers: options.pollers }),
    });
  const measured = await run(options.perSecond);
  const isAlone = measured.together === undefined && paths.some(({ key }) => key !== undefined);
  const close = await withAwsDurations(isAlone ? await run(CLOSE_PER_SECOND) : measured, {
    ...{ stacks, paths, bus, project, parameters: options.parameter },
    perSecond: measured.together ?? CLOSE_PER_SECOND,
  });
  return costOf(measured, stacks, options.region, options.emailsPerSecond, close);
}

/** How many instances of a path are counted, and how many where they share batches: the last of these are not full. */
const INSTANCES = 16;
const CLOSE_INSTANCES = 64;

/**
 * How many instances come in a second where limits are counted, unless a rate is given at which they share batches: what is full at a high
 * rate is full of instances that come close together.
 */
const CLOSE_PER_SECOND = 2000;

export function refuseRegion(region: string): void {
  if (PRICED_REGIONS.includes(region)) return;
  throw new InputError(
    `No prices of the region "${region}" are known: take one of ${PRICED_REGIONS.join(', ')}, which may be near it.`,
  );
}

const asJson = (found: Cost, perSecond: number | undefined): object => ({
  ...found,
  ...(perSecond !== undefined && { atRate: atRate(found, perSecond) }),
});

/** Seconds of a month of 730 hours. */
const MONTH_SECONDS = 730 * 3600;

/** What so many instances a second cost in a month, and what does not hold them. */
export const atRate = ({ usdPerMillion, fixedUsdPerMonth, limits }: Cost, perSecond: number) => {
  const millions = (perSecond * MONTH_SECONDS) / 1e6;
  return {
    perSecond,
    instancesPerMonth: Math.round(perSecond * MONTH_SECONDS),
    usdPerMonth: {
      withoutEmail: usdPerMillion.withoutEmail * millions + fixedUsdPerMonth,
      total: usdPerMillion.total * millions + fixedUsdPerMonth,
    },
    breaks: limits.filter((limit) => limit.perSecond < perSecond && limit.sharing === undefined),
  };
};
