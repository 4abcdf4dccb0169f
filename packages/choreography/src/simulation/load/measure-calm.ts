import type { LimitedPath } from '#cost/limits/limit.ts';
import { commonValues, keysOf, type ProcessPath, variedValues } from '#cost/measure/process-path.ts';
import type { LeaveOut } from '#local/resources/left-out.ts';
import type { Operation } from '#local/runtime/metering/operation.ts';
import { Faults } from '#simulation/faults/faults.ts';
import { drawOf } from '#simulation/world/draw-of.ts';
import { putLater } from '#simulation/world/put-later.ts';
import { BEGINNING, World } from '#simulation/world/world.ts';
import type { Stack } from '#template/template.ts';
import { instanceOf } from './instance-of.ts';
import { latencyOnAws } from './latencies.ts';
import { Load } from './load.ts';
import { LOAD_BEGINS, loadStimuli } from './load-stimuli.ts';

interface CalmOptions {
  readonly stacks: readonly Stack[];
  readonly paths: readonly ProcessPath[];
  readonly bus: string;
  readonly seed: number;
  /** How many instances come in a second, as if there were no end of them. */
  readonly perSecond: number;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly leaveOut?: LeaveOut | undefined;
  readonly sourceMaps?: string | undefined;
}

/** So many instances of each path come together, as many as `cost` counts. */
const INSTANCES = 16;
const MINUTES = 0.5;
/** How long operations are collected, in milliseconds: later ones, such as those of a deadline, are not one instance's alone. */
const SEEN_MS = 40_000;

/** Collects the operations of some instances of each path that come as close together as a rate has them, with AWS latencies and without any limit. */
export async function measureCalm({
  stacks,
  paths,
  bus,
  seed,
  perSecond,
  ...options
}: CalmOptions): Promise<LimitedPath[]> {
  const all = paths.reduce((sum, { share }) => sum + share, 0);
  const measured: LimitedPath[] = [];
  for (const path of paths) {
    const load = new Load([{ minutes: MINUTES, from: perSecond, to: perSecond }], INSTANCES, INSTANCES);
    const { instances, stimuli } = loadStimuli([path], load, drawOf(seed));
    const world = new World(seed, new Faults(new Set()), stacks, options.sourceMaps, options);
    const done = new Map<string, Operation[]>();
    world.latency = latencyOnAws;
    world.isEven = true;
    world.onOperation = (operation) => {
      const instance = instanceOf(world.cause());
      done.set(instance, [...(done.get(instance) ?? []), operation]);
    };
    await world.start();
    const wrong = putLater(world, bus, stimuli);
    await world.run(BEGINNING + LOAD_BEGINS + SEEN_MS);
    await world.stop();
    if (wrong.error) throw wrong.error;
    measured.push({
      share: path.share / all,
      instances: instances.map(({ label }) => done.get(label) ?? []),
      keys: keysOf(path, 0, INSTANCES),
      common: commonValues(path),
      varied: variedValues(path, INSTANCES),
    });
  }
  return measured;
}
