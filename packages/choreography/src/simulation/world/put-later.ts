import type { Stimulus } from '#simulation/define-simulation.ts';
import { stimulate } from './stimulate.ts';
import type { World } from './world.ts';

/** Schedules stimuli for their times. The returned object gets the error of the first one that fails, once it has failed. */
export function putLater(world: World, bus: string, stimuli: readonly Stimulus[]): { error?: Error } {
  const first: { error?: Error } = {};
  for (const each of stimuli)
    world.clock.after(each.at, () => {
      const put = world.inFlight.track(() => stimulate(world, bus, world.seed, each));
      void put.catch((error: Error) => {
        first.error ??= error;
      });
    });
  return first;
}
