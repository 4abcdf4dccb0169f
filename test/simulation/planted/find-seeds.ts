import { fork } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { ALL_FAULTS } from '../../../packages/choreography/src/simulation/faults/faults.ts';
import { runWorld } from '../../../packages/choreography/src/simulation/run-world.ts';
import { shrink } from '../../../packages/choreography/src/simulation/shrink.ts';
import { readTemplates } from '../../../packages/choreography/src/template/read-templates.ts';
import simulation from '../../../simulation.ts';
import { FOUND_SEEDS, FOUND_SEEDS_FILE, type FoundSeed } from './found-seeds.ts';
import { harmed, plant } from './plant.ts';
import type { PlantedFault } from './planted-fault.ts';
import { PLANTED_FAULTS } from './planted-faults.ts';

/**
 * Finds for each planted fault a seed that violates what the fault says and nothing without it, and makes its world smaller unless that is
 * known: the seed that found it last comes first.
 * `tsx find-seeds.ts [NAME_PATTERN] [FIRST] [LAST] [ORDERS] [quickly]` (then none is made smaller), over all cores, or as many as `WORKERS` says. Each is printed as a line of JSON, and appended to
 * `build/found-seeds.jsonl`; `found-seeds.json` gets the seeds.
 */
const [wanted = '', first = '1', last = '50', orders = '20', quickly] = process.argv.slice(2);
const sought = PLANTED_FAULTS.filter(({ name }) => new RegExp(wanted).test(name));
/** What is violated without any fault in the code, by seed. */
const without = new Map<number, readonly string[]>();
if (process.send) await work();
else await Promise.all(Array.from({ length: Number(process.env.WORKERS ?? cpus().length) }, direct));

/** Gives a process one fault after another. */
function direct(): Promise<void> {
  const child = fork(process.argv[1] as string, process.argv.slice(2), {
    execArgv: [...process.execArgv, '--max-semi-space-size=64', '--always-sparkplug'],
  });
  child.on('message', (line: string) => {
    if (line !== '') {
      console.log(line);
      appendFileSync('build/found-seeds.jsonl', `${line}\n`);
      keep(JSON.parse(line));
    }
    const next = sought.shift();
    if (next) child.send(next.name);
    else child.disconnect();
  });
  return new Promise((done) => {
    child.on('exit', () => done());
  });
}

function keep({ name, seed, violated, stimuli, faults, seconds }: FoundSeed & { readonly name: string }): void {
  // Another process may have found others.
  const found: Record<string, FoundSeed> = JSON.parse(readFileSync(FOUND_SEEDS_FILE, 'utf8'));
  delete found[name];
  if (typeof seed === 'number') found[name] = { seed, violated, stimuli, faults, seconds };
  const known = PLANTED_FAULTS.flatMap((fault) =>
    found[fault.name] ? [[fault.name, found[fault.name]] as const] : [],
  );
  writeFileSync(FOUND_SEEDS_FILE, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`);
}

async function work(): Promise<void> {
  process.on('disconnect', () => process.exit());
  process.on('message', async (name) => {
    const fault = PLANTED_FAULTS.find((each) => each.name === name) as PlantedFault;
    const told = await find(fault).catch((error: Error) => ({ error: error.message }));
    process.send?.(JSON.stringify({ name, ...told }));
  });
  process.send?.('');
}

async function find(fault: PlantedFault): Promise<object> {
  const sound = { stacks: readTemplates(['cdk.out']), sourceMaps: resolve('build/source-maps') };
  const world = { ...sound, simulation, faults: ALL_FAULTS, instances: Number(orders), minutes: 5 };
  const stacks = await plant(fault, world.stacks);
  const strays: object[] = [];
  const before = processorSeconds();
  const known = FOUND_SEEDS[fault.name];
  for (const seed of seedsToTry(known)) {
    const result = await harmed(fault, () => runWorld({ ...world, seed, stacks }));
    const violated = [...new Set(result.violations.map(({ invariant }) => invariant))];
    if (violated.length === 0) continue;
    const [{ what } = { what: '' }] = result.violations;
    if (!violated.some((each) => fault.violates.test(each))) {
      strays.push({ seed, violated, what });
      continue;
    }
    const alone =
      without.get(seed) ?? (await runWorld({ ...world, seed })).violations.map(({ invariant }) => invariant);
    without.set(seed, alone);
    if (alone.length > 0) {
      strays.push({ seed, withoutTheFault: alone });
      continue;
    }
    const soughtFor = processorSeconds() - before;
    const isKnown = known?.seed === seed && known.stimuli !== undefined;
    if (quickly && !isKnown)
      return { seed, violated: violated.join('; '), what, soughtFor, ...(strays.length > 0 && { strays }) };
    if (isKnown) return { ...known, violated: violated.join('; '), soughtFor, isAsBefore: true };
    const least = await harmed(fault, () => shrink({ ...world, seed, stacks }, result));
    const seconds = processorSeconds() - before - soughtFor;
    const { events } = least.result;
    const size = { stimuli: least.stimuli.length, faults: least.faults.length, events, worlds: least.worlds, seconds };
    return { seed, violated: violated.join('; '), what, ...size, soughtFor, ...(strays.length > 0 && { strays }) };
  }
  return { seed: null, soughtFor: processorSeconds() - before, strays };
}

/** The seed that found it last, and then all. */
function seedsToTry(known: FoundSeed | undefined): Set<number> {
  const all = Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at);
  return new Set([...(known ? [known.seed] : []), ...all]);
}

/** What this process has cost, in seconds of a processor. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1e6);
}
