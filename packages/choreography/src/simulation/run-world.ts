import { byChance } from '#local/chance.ts';
import type { Stack } from '#template/template.ts';
import { Cause } from './cause.ts';
import type { Draw, Invariant, Simulation, Stimulus, WorldView } from './define-simulation.ts';
import { type DrawnFault, type Fault, Faults } from './faults.ts';
import { GENERAL } from './general-invariants.ts';
import { BEGINNING, type Step, World } from './world.ts';
import { worldView } from './world-view.ts';

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
  const { seed, simulation, instances, minutes, only } = options;
  const faults = new Faults(new Set(options.faults), only?.faults);
  const world = new World(seed, faults, options.stacks, options.parameters);
  const all = simulation.stimuli(drawOf(seed), instances);
  const stimuli = only ? all.filter(({ label }) => only.stimuli.has(label)) : all;
  const violations: Violation[] = [];
  await world.start();
  try {
    const view = worldView(world, stimuli);
    const judge = (invariants: Readonly<Record<string, Invariant>>) => {
      for (const [name, holds] of Object.entries(invariants))
        violations.push(...violationsOf(name, holds, view, world));
      return violations.length > 0;
    };
    for (const each of stimuli) world.clock.after(each.at, () => put(world, simulation.bus, seed, each));
    const wrong = () => world.takeChanged() && judge(simulation.always ?? {});
    await world.run(BEGINNING + minutes * MINUTE, wrong);
    faults.quiet = true;
    const last = BEGINNING + minutes * MINUTE + REST;
    if (violations.length === 0) await world.run(last, () => wrong() || world.isIdle);
    if (violations.length === 0) judge({ ...GENERAL(world), ...simulation.finally });
    return {
      seed,
      instances,
      stimuli,
      violations,
      steps: world.steps,
      digest: world.digest(),
      drawn: faults.drawn,
      deliveries: world.deliveries,
      virtualSeconds: Math.round((world.clock.now() - BEGINNING) / 1000),
    };
  } finally {
    await world.stop();
  }
}

/** Says an event from outside; nothing happens to that call. */
function put(world: World, bus: string, seed: number, { label, put: { source, type, data } }: Stimulus): void {
  const cause = new Cause(seed, label);
  const detail = JSON.stringify({ data });
  const Entries = [{ Source: source, DetailType: type, Detail: detail, EventBusName: bus }];
  const request = {
    method: 'POST',
    path: '/',
    body: Buffer.from(JSON.stringify({ Entries })),
    headers: {
      'x-amz-target': 'AWSEvents.PutEvents',
      'content-type': 'application/x-amz-json-1.1',
      authorization: 'AWS4-HMAC-SHA256 Credential=outside/20300107/us-east-1/events/aws4_request',
    },
  };
  void byChance(cause, () => world.serve(cause, 'events', request));
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
