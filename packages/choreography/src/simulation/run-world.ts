import type { StateFile } from '#local/state/state-file.ts';
import type { Stack } from '#template/template.ts';
import type { Invariant, Simulation, Stimulus, WorldView } from './define-simulation.ts';
import { type DrawnFault, type Fault, Faults } from './faults/faults.ts';
import { intervene, redrive } from './faults/interventions.ts';
import { afterRedrive, general } from './invariants/general-invariants.ts';
import { Judge, type Violation } from './invariants/judge.ts';
import { runTwins } from './invariants/same-tables.ts';
import { Cause } from './world/cause.ts';
import { drawOf } from './world/draw-of.ts';
import { putLater } from './world/put-later.ts';
import { BEGINNING, type Step, World } from './world/world.ts';

/** What is to be simulated. */
export interface WorldOptions {
  readonly stacks: readonly Stack[];
  readonly simulation: Simulation;
  readonly seed: number;
  readonly instances: number;
  readonly faults: readonly Fault[];
  /** How long stimuli and faults come, in minutes. */
  readonly minutes: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** A folder of source maps, each named after the SHA-256 of its bundle: with them worlds cost a fraction. */
  readonly sourceMaps?: string | undefined;
  /** What is deployed in the middle, if anything is: the same stacks unless others are given. */
  readonly next?: readonly Stack[];
  /** Where the services keep what changes, if they do. */
  readonly state?: StateFile;
  /** The world ends before the step of that number, counted from 0. */
  readonly until?: number;
  /** A debugger stops the world before the step of that number. */
  readonly breakBefore?: number;
  /** Is shown the world before it ends. */
  readonly look?: (world: WorldView) => void;
  /** The only faults that happen, as `FAULT LABEL`, and the only stimuli, by label: to make a failure smaller. */
  readonly only?: { readonly faults: ReadonlySet<string>; readonly stimuli: ReadonlySet<string> };
}

export interface WorldResult {
  readonly seed: number;
  readonly instances: number;
  readonly virtualSeconds: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  readonly deliveries: number;
  /** How many events were put on buses. */
  readonly events: number;
  readonly drawn: readonly DrawnFault[];
  readonly stimuli: readonly Stimulus[];
  readonly violations: readonly Violation[];
  readonly steps: readonly Step[];
  readonly digest: string;
}

/** So long a world may take to come to rest: events are retried for six hours. */
const REST = 12 * 3_600_000;
const MINUTE = 60_000;

/**
 * Simulates one world: stimuli under faults, then rest without. It ends at the first violation. Under duplicates alone, its final tables
 * are also compared with those of a world without any.
 */
export const runWorld = (options: WorldOptions): Promise<WorldResult> =>
  options.faults.join() === 'duplicate' ? runTwins(options, runOne) : runOne(options);

async function runOne(options: WorldOptions): Promise<WorldResult> {
  const { seed, simulation, instances, minutes, only, next, stacks, until = Number.POSITIVE_INFINITY } = options;
  const faults = new Faults(new Set(options.faults), only?.faults);
  const world = new World(seed, faults, stacks, options.sourceMaps, options.parameters);
  const all = simulation.stimuli(drawOf(seed), instances);
  const stimuli = only ? all.filter(({ label }) => only.stimuli.has(label)) : all;
  world.state = options.state;
  world.breakBefore = options.breakBefore ?? Number.POSITIVE_INFINITY;
  faults.drawOutages(new Cause(seed, 'operator'), BEGINNING, minutes * MINUTE);
  await world.start();
  try {
    const judge = new Judge(world, stimuli);
    const wrongStimulus = putLater(world, simulation.bus, stimuli);
    intervene(world, seed, minutes * MINUTE, next);
    const isOver = () => judge.violations.length > 0 || world.steps.length >= until;
    const isWrong = () => {
      if (wrongStimulus.error) throw wrongStimulus.error;
      return world.steps.length >= until || judge.afterChange(simulation.always ?? {});
    };
    await world.run(BEGINNING + minutes * MINUTE, isWrong);
    faults.quiet = true;
    const atRest = { ...general(world, stacks), ...simulation.finally };
    const rest = async (invariants: Readonly<Record<string, Invariant>>) => {
      if (!isOver()) await world.run(world.clock.now() + REST, () => isWrong() || world.isIdle);
      if (!isOver()) judge.judge(invariants);
    };
    await rest(atRest);
    if (!isOver() && options.faults.includes('redrive')) {
      // What was set aside is given back when all is well again.
      world.clock.after(faults.outagesEnd - world.clock.now(), () => {});
      await world.run(faults.outagesEnd, isWrong);
      if (!isOver() && (await redrive(world, new Cause(seed, 'redrive at last'))) > 0)
        await rest({ ...atRest, ...afterRedrive(world) });
    }
    options.look?.(judge.view);
    return {
      seed,
      instances,
      stimuli,
      violations: judge.violations,
      steps: world.steps,
      digest: world.digest(),
      drawn: faults.drawn,
      deliveries: world.deliveries,
      events: world.events.length,
      endedAt: world.clock.now(),
      virtualSeconds: Math.round((world.clock.now() - BEGINNING) / 1000),
    };
  } finally {
    await world.stop();
  }
}
