import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { projectTemplates } from '#cli/project/project-templates.ts';
import { synthesize } from '#cli/start/synthesize.ts';
import { ALL_FAULTS, type Fault } from '#simulation/faults/faults.ts';
import { runWorld, type WorldOptions } from '#simulation/run-world.ts';
import { type Shrunk, shrink } from '#simulation/shrink.ts';
import { SIMULATION_VERSION } from '#simulation/version.ts';
import { InputError } from '#template/input-error.ts';
import { readTemplates } from '#template/read-templates.ts';
import { checkOptions } from './check-options.ts';
import { inspectWorld } from './inspect-world.ts';
import { loadSimulation } from './load-simulation.ts';
import { renderFailure } from './render-failure.ts';
import { saveWorld } from './save-world.ts';
import { overAllCores, type SeedResult, seedResult, simulateSeeds } from './seeds.ts';
import { type LoadCommandOptions, simulateLoad } from './simulate-load.ts';
import { stepThrough, worldAt } from './step-through.ts';

export interface SimulateOptions extends LoadCommandOptions {
  /** The templates. @default this project's, synthesized now if it has a synth command */
  readonly dir?: string;
  readonly seed?: number;
  readonly seeds?: readonly number[];
  readonly instances: number;
  readonly faults: string;
  readonly minutes: number;
  readonly next?: string;
  readonly leaveOut?: readonly string[];
  readonly leaveOutUnsupported?: boolean;
  /** The labels of the only stimuli, and the only faults, as `FAULT LABEL`, as a violation prints them. */
  readonly put?: readonly string[];
  readonly fault?: readonly string[];
  readonly until?: number;
  readonly step?: boolean;
  /** The name of a snapshot that the world is saved as. */
  readonly save?: string;
  /** The debugger's port, or true for the usual one. */
  readonly inspect?: number | true;
}

/** Simulates worlds until all seeds are done or an invariant is violated; then shrinks that failure and prints it. */
export async function simulate(options: SimulateOptions): Promise<void> {
  checkOptions(options);
  const templates = await templatesOf(options.dir);
  const project = projectOf(templates) ?? process.cwd();
  const world: Omit<WorldOptions, 'seed'> = {
    stacks: readTemplates([templates]),
    simulation: await loadSimulation(project),
    sourceMaps: join(project, 'build/source-maps'),
    faults: faultsIn(options.faults),
    instances: options.instances,
    minutes: options.minutes,
    leaveOut: { names: options.leaveOut ?? [], unsupported: options.leaveOutUnsupported === true },
    ...onlyThese(options),
    ...(options.next !== undefined && { next: readTemplates([resolve(options.next)]) }),
  };
  if (options.perSecond !== undefined || options.limits !== undefined || options.outage !== undefined)
    return simulateLoad({ ...world, seed: options.seed ?? 1 }, project, options);
  const run = async (seed: number) => {
    const before = process.cpuUsage();
    const result = await runWorld({ ...world, seed });
    const { user, system } = process.cpuUsage(before);
    return seedResult(result, (user + system) / 1e6);
  };
  if (process.env.CHOREOGRAPHY_SIMULATES === 'seeds') return simulateSeeds(run);
  if (options.inspect !== undefined)
    return inspectWorld({ ...world, seed: options.seed ?? 1 }, options.until, options.inspect);
  if (options.save !== undefined) {
    const { until } = options;
    return console.log(
      await saveWorld(
        options.save,
        { ...world, seed: options.seed ?? 1, ...(until !== undefined && { until }) },
        options.dir,
      ),
    );
  }
  if (options.step || options.until !== undefined) {
    const one = { ...world, seed: options.seed ?? 1 };
    const whole = options.until === undefined ? await runWorld(one) : undefined;
    const first = options.until ?? whole?.steps.length ?? 0;
    for (const { invariant, what } of whole?.violations ?? [])
      console.log(`After step ${first} "${invariant}" is violated: ${what}.`);
    if (options.step) return stepThrough(one, first);
    return console.log((await worldAt(one, first)).text);
  }
  const seeds = options.seeds ?? [options.seed ?? 1];
  const results: SeedResult[] = [];
  const progress = progressOf(seeds.length, options.instances, options.json === true);
  const tell = (result: SeedResult) => {
    results.push(result);
    progress(results);
  };
  if (seeds.length === 1) tell(await run(seeds[0] as number));
  else await overAllCores(seeds, [...process.argv.slice(2), '--dir', templates], tell);
  const failed = results.filter(({ violations }) => violations.length > 0).sort((a, b) => a.seed - b.seed)[0];
  const shrunk = failed && (await shrinkFrom({ ...world, seed: failed.seed }));
  console.log(
    options.json ? JSON.stringify(summary(results, shrunk), null, 2) : inWords(results, options, failed, shrunk),
  );
  // What an invariant has left under way, such as a timer, is not waited for.
  if (failed) process.exit(1);
}

/** Without a list of stimuli all happen; without a list of faults none does, if there is one of stimuli. */
const onlyThese = ({ put, fault }: SimulateOptions): Pick<WorldOptions, 'only'> =>
  put || fault ? { only: { faults: new Set(fault), stimuli: put && new Set(put) } } : {};

async function shrinkFrom(options: WorldOptions): Promise<Shrunk> {
  return shrink(options, await runWorld(options));
}

/** One world's result, or the sum of several: with the first seed, and the digest of all digests in order. */
function summary(results: readonly SeedResult[], shrunk: Shrunk | undefined): object {
  const sorted = [...results].sort((a, b) => a.seed - b.seed);
  const sum = (of: (result: SeedResult) => number) => sorted.reduce((total, each) => total + of(each), 0);
  const faults: Record<string, number> = {};
  for (const each of sorted)
    for (const [fault, count] of Object.entries(each.faults)) faults[fault] = (faults[fault] ?? 0) + count;
  return {
    ...(sorted.length === 1 ? { seed: sorted[0]?.seed } : { seeds: sorted.map(({ seed }) => seed) }),
    instances: sum(({ instances }) => instances),
    virtualSeconds: sum(({ virtualSeconds }) => virtualSeconds),
    deliveries: sum(({ deliveries }) => deliveries),
    faults,
    violations: sorted.flatMap(({ seed, violations }) => violations.map((each) => ({ seed, ...each }))),
    digest: sorted.length === 1 ? sorted[0]?.digest : sorted.map(({ digest }) => digest),
    ...(shrunk && { shrunk: { stimuli: shrunk.stimuli, faults: shrunk.faults, worlds: shrunk.worlds } }),
  };
}

function inWords(
  results: readonly SeedResult[],
  options: SimulateOptions,
  failed: SeedResult | undefined,
  shrunk: Shrunk | undefined,
): string {
  if (failed && shrunk) return renderFailure(failed, shrunk, commandFor(options, failed.seed), options.dir);
  const [only] = results;
  const seconds = results.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0);
  const rate = `${((results.length * options.instances) / seconds).toFixed(1)} a processor second`;
  const what = `${results.length * options.instances} instances (${rate}) in ${results.length} worlds`;
  return `${what}: every invariant held.${results.length === 1 ? `\nDigest of seed ${only?.seed}: ${only?.digest}` : ''}`;
}

const commandFor = ({ instances, faults, minutes, dir, next }: SimulateOptions, seed: number): string =>
  `npx choreography simulate${dir === undefined ? '' : ` --dir ${dir}`} --seed ${seed}@${SIMULATION_VERSION} --instances ${instances} --faults ${faults} --minutes ${minutes}${next === undefined ? '' : ` --next ${next}`}`;

function progressOf(worlds: number, instances: number, quiet: boolean): (results: readonly SeedResult[]) => void {
  const since = Date.now();
  let printedAt = since;
  if (quiet) return () => {};
  const { isTTY } = process.stderr;
  return ({ length }) => {
    const now = Date.now();
    // A terminal gets a line for each world, a file one a minute.
    if (!isTTY && now - printedAt < 60_000) return;
    printedAt = now;
    const line = `${length} of ${worlds} worlds, ${((length * instances * 1000) / (now - since)).toFixed(1)} instances a second`;
    process.stderr.write(isTTY ? `\r${line}${length === worlds ? '\n' : ''}` : `${line}\n`);
  };
}

function faultsIn(list: string): Fault[] {
  if (list === 'all') return ALL_FAULTS;
  if (list === 'none') return [];
  return list.split(',').map((name) => {
    if ((ALL_FAULTS as string[]).includes(name)) return name as Fault;
    throw new InputError(`There is no fault "${name}": there are ${ALL_FAULTS.join(', ')}, or all, or none.`);
  });
}

/** The folder with the templates. */
async function templatesOf(dir: string | undefined): Promise<string> {
  if (dir !== undefined) return resolve(dir);
  const { synth, path } = projectTemplates();
  if (synth) await synthesize(synth).done;
  return resolve(path);
}

/** The folder of the project that templates are of: the nearest with a `cdk.json` or a `simulation.ts`; undefined if there is none. */
function projectOf(templates: string): string | undefined {
  for (let folder = templates; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'cdk.json')) || existsSync(join(folder, 'simulation.ts'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
