import type { Stack } from '#template/template.ts';
import type { Draw, Invariant, Simulation, Stimulus, WorldView } from './define-simulation.ts';
import { type DrawnFault, type Fault, Faults } from './faults/faults.ts';
import { intervene, redrive } from './faults/interventions.ts';
import { general } from './invariants/general-invariants.ts';
import { Cause } from './world/cause.ts';
import { stimulate } from './world/stimulate.ts';
import { BEGINNING, type Step, World } from './world/world.ts';
import { worldView } from './world/world-view.ts';

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
  /** The world ends before the step of that number, counted from 0. */
  readonly until?: number;
  /** Is shown the world before it ends. */
  readonly look?: (world: WorldView) => void;
  /** The only faults that happen, as `FAULT LABEL`, and the only stimuli, by label: to make a failure smaller. */
  readonly only?: { readonly faults: ReadonlySet<string>; readonly stimuli: ReadonlySet<string> };
}

/** An invariant that did not hold. */
export interface Violation {
  readonly invariant: string;
  readonly instance: string | undefined;
  readonly what: string;
  /** ISO 8601. */
  readonly at: string;
  /** The instance's events, or all of them if it has none. */
  readonly events: readonly string[];
}

export interface WorldResult {
  readonly seed: number;
  readonly instances: number;
  readonly virtualSeconds: number;
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

/** Simulates one world: stimuli under faults, then rest without. It ends at the first violation. */
export async function runWorld(options: WorldOptions): Promise<WorldResult> {
  const { seed, simulation, instances, minutes, only, next, stacks, until = Number.POSITIVE_INFINITY } = options;
  const faults = new Faults(new Set(options.faults), only?.faults);
  const world = new World(seed, faults, stacks, options.sourceMaps, options.parameters);
  const all = simulation.stimuli(drawOf(seed), instances);
  const stimuli = only ? all.filter(({ label }) => only.stimuli.has(label)) : all;
  const violations: Violation[] = [];
  faults.drawOutages(new Cause(seed, 'operator'), BEGINNING, minutes * MINUTE);
  await world.start();
  try {
    const looked = new Set<string | undefined>();
    const view = worldView(world, stimuli, (table) => looked.add(table));
    const { versionOf } = world.services.dynamodb;
    const judged = new Map<string | undefined, number>();
    const judge = (invariants: Readonly<Record<string, Invariant>>) => {
      for (const [name, holds] of Object.entries(invariants))
        violations.push(...violationsOf(name, holds, view, world));
      return violations.length > 0;
    };
    let wrongStimulus: Error | undefined;
    for (const each of stimuli)
      world.clock.after(each.at, () => {
        void world.inFlight
          .track(() => stimulate(world, simulation.bus, seed, each))
          .catch((error: Error) => {
            wrongStimulus ??= error;
          });
      });
    let lastChange = 0;
    intervene(world, seed, minutes * MINUTE, next);
    const wrong = () => {
      if (wrongStimulus) throw wrongStimulus;
      if (world.steps.length >= until) return true;
      if (world.changes === lastChange) return false;
      lastChange = world.changes;
      // What no invariant looked at cannot have changed what they say.
      if (
        judged.size > 0 &&
        !looked.has(undefined) &&
        [...judged].every(([name, at]) => versionOf(name as string) === at)
      )
        return false;
      looked.clear();
      const isWrong = judge(simulation.always ?? {});
      judged.clear();
      for (const name of looked) judged.set(name, name === undefined ? -1 : versionOf(name));
      return isWrong;
    };
    await world.run(BEGINNING + minutes * MINUTE, wrong);
    faults.quiet = true;
    const isOver = () => violations.length > 0 || world.steps.length >= until;
    const atRest = { ...general(world, stacks), ...simulation.finally };
    const rest = async () => {
      if (!isOver()) await world.run(world.clock.now() + REST, () => wrong() || world.isIdle);
      if (!isOver()) judge(atRest);
    };
    await rest();
    // What was set aside is given back when all is well again.
    if (
      !isOver() &&
      options.faults.includes('redrive') &&
      (await redrive(world, new Cause(seed, 'redrive at last'))) > 0
    )
      await rest();
    options.look?.(view);
    return {
      seed,
      instances,
      stimuli,
      violations,
      steps: world.steps,
      digest: world.digest(),
      drawn: faults.drawn,
      deliveries: world.deliveries,
      events: world.events.length,
      virtualSeconds: Math.round((world.clock.now() - BEGINNING) / 1000),
    };
  } finally {
    await world.stop();
  }
}

function violationsOf(invariant: string, holds: Invariant, view: WorldView, world: World): Violation[] {
  const at = new Date(world.clock.now()).toISOString();
  try {
    const wrong = holds(view) ?? [];
    if (wrong instanceof Promise) throw new Error('it waits, and an invariant must answer at once');
    return wrong.map(({ instance, what }) => ({ invariant, instance, what, at, events: storyOf(world, instance) }));
  } catch (error) {
    return [
      {
        invariant,
        instance: undefined,
        what: `the invariant itself failed: ${(error as Error).message}`,
        at,
        events: [],
      },
    ];
  }
}

/** What was said of an instance, each with its time after the beginning and its cause. */
function storyOf({ events }: World, instance: string | undefined): string[] {
  const of = events.filter(({ label, detail }) =>
    [label.split('>')[0], detail.metadata?.correlationId].includes(instance),
  );
  return (of.length > 0 ? of : events).map(
    ({ at, label, type }) => `+${((at - BEGINNING) / 1000).toFixed(3)} s  ${type}  (${label})`,
  );
}

function drawOf(seed: number): Draw {
  const cause = new Cause(seed, 'stimuli');
  const integer = (question: string, least: number, most: number) =>
    least + Math.floor(cause.draw(question) * (most - least + 1));
  return {
    number: (question) => cause.draw(question),
    integer,
    one: (question, values) => values[integer(question, 0, values.length - 1)] as never,
  };
}
