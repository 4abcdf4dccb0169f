import type { LeaveOut } from '#local/resources/left-out.ts';
import type { StateFile } from '#local/state/state-file.ts';
import type { Stack } from '#template/template.ts';
import type { Invariant, Simulation, Stimulus, WorldView } from './define-simulation.ts';
import { type DrawnFault, type Fault, Faults } from './faults/faults.ts';
import { intervene, redrive } from './faults/interventions.ts';
import { afterRedrive, atAnyTime, general, nothingRefused } from './invariants/general-invariants.ts';
import { Judge, type Violation } from './invariants/judge.ts';
import { runTwins } from './invariants/same-tables.ts';
import { Cause } from './world/cause.ts';
import { putLater } from './world/put-later.ts';
import type { Step } from './world/step.ts';
import { checkBus, stimuliOf } from './world/stimuli-of.ts';
import { BEGINNING, World } from './world/world.ts';

/** What a world is made of, and how far it runs. */
export interface WorldOptions {
  readonly stacks: readonly Stack[];
  readonly simulation: Simulation;
  readonly seed: number;
  readonly instances: number;
  readonly faults: readonly Fault[];
  /** For how many minutes stimuli and faults come. */
  readonly minutes: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What of the templates does not run. */
  readonly leaveOut?: LeaveOut | undefined;
  /** A folder of source maps, each named after the SHA-256 of its bundle: with them a world takes a fraction of the time. */
  readonly sourceMaps?: string | undefined;
  /** The stacks that the fault `redeploy` deploys. @default the same stacks, with every function deployed again */
  readonly next?: readonly Stack[];
  /** The file to which the services write their state. @default none */
  readonly state?: StateFile;
  /** The world ends before the step of that number, counted from 0. */
  readonly until?: number;
  /** An attached debugger pauses before the step of that number, counted from 0. */
  readonly breakBefore?: number;
  /** After a violation the world goes on until what was said is heard from the queues: a monitor shows it then. */
  readonly settles?: boolean;
  /** Is called with the world before it ends. */
  readonly look?: (world: WorldView) => void;
  /** The only faults that happen, as `FAULT LABEL`, and the only stimuli, by label: all if they are not given. */
  readonly only?: { readonly faults: ReadonlySet<string>; readonly stimuli?: ReadonlySet<string> | undefined };
}

/** What happened in a world. */
export interface WorldResult {
  readonly seed: number;
  readonly instances: number;
  /** How long the world ran on its own clock. */
  readonly virtualSeconds: number;
  /** The end on the world's clock, in milliseconds since 1970. */
  readonly endedAt: number;
  /** How many events were delivered to targets. */
  readonly deliveries: number;
  /** How many events were put on buses. */
  readonly events: number;
  /** The faults that happened. */
  readonly drawn: readonly DrawnFault[];
  readonly stimuli: readonly Stimulus[];
  readonly violations: readonly Violation[];
  readonly steps: readonly Step[];
  /** SHA-256 (hexadecimal) of all steps: equal for equal worlds. */
  readonly digest: string;
}

/** A world has so long to come to rest, in milliseconds: events are retried for six hours. */
const MAX_REST_MS = 12 * 3_600_000;
const MINUTE_MS = 60_000;
/** What was said before a violation is heard from queues within so much, in milliseconds. */
const MAX_SETTLING_MS = 30_000;

/**
 * Simulates one world: first stimuli and faults, then rest without faults. It ends at the first violation. If duplicates are the only
 * faults, its final tables are also compared with those of a world without faults. Throws an InputError if a stimulus is not possible.
 */
export const runWorld = (options: WorldOptions): Promise<WorldResult> =>
  options.faults.join() === 'duplicate' ? runTwins(options, runOne) : runOne(options);

async function runOne(options: WorldOptions): Promise<WorldResult> {
  const { seed, simulation, instances, minutes, only, next, stacks, until = Number.POSITIVE_INFINITY } = options;
  const faults = new Faults(new Set(options.faults), only?.faults);
  const world = new World(seed, faults, stacks, options.sourceMaps, options);
  const stimuli = stimuliOf(simulation, seed, instances, only?.stimuli);
  world.state = options.state;
  world.breakBefore = options.breakBefore ?? Number.POSITIVE_INFINITY;
  faults.drawOutages(new Cause(seed, 'operator'), BEGINNING, minutes * MINUTE_MS);
  await world.start();
  try {
    checkBus(world, simulation.bus, stimuli);
    const judge = new Judge(world, stimuli);
    const wrongStimulus = putLater(world, simulation.bus, stimuli);
    intervene(world, seed, minutes * MINUTE_MS, next);
    const isNoticed = noticing(world, judge);
    const isOver = () => judge.violations.length > 0 || world.steps.length >= until;
    const isWrong = () => {
      if (wrongStimulus.error) throw wrongStimulus.error;
      return world.steps.length >= until || isNoticed() || judge.afterChange(simulation.always ?? {});
    };
    await world.run(BEGINNING + minutes * MINUTE_MS, isWrong);
    faults.quiet = true;
    const refusals = simulation.mayRefuse ? {} : nothingRefused(world);
    const atRest = { ...general(world, stacks), ...refusals, ...simulation.finally };
    const rest = async (invariants: Readonly<Record<string, Invariant>>) => {
      if (!isOver()) await world.run(world.clock.now() + MAX_REST_MS, () => isWrong() || world.isIdle);
      if (!isOver()) judge.judge(invariants);
    };
    await rest(atRest);
    if (!isOver() && options.faults.includes('redrive')) {
      // Dead letters are redriven after the last outage.
      world.clock.after(faults.outagesEnd - world.clock.now(), () => {});
      await world.run(faults.outagesEnd, isWrong);
      if (!isOver() && (await redrive(world, new Cause(seed, 'redrive at last'))) > 0)
        await rest({ ...atRest, ...afterRedrive(world) });
    }
    if (options.settles && judge.violations.length > 0)
      await world.run(world.clock.now() + MAX_SETTLING_MS, () => world.isHeard);
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

/** Judges by what must hold at any time what was said, noticed or failed since it was last asked. */
function noticing(world: World, judge: Judge): () => boolean {
  let [notices, events, failures] = [0, 0, 0];
  return () => {
    const seen = world.notices.length + world.events.length + world.failures.length;
    if (seen === notices + events + failures) return false;
    const since = {
      notices: world.notices.slice(notices),
      events: world.events.slice(events),
      failures: world.failures.slice(failures),
    };
    [notices, events, failures] = [world.notices.length, world.events.length, world.failures.length];
    return judge.judge(atAnyTime(since));
  };
}
