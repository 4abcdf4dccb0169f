import type { Stimulus } from '#simulation/define-simulation.ts';
import { stimulate } from './stimulate.ts';
import type { World } from './world.ts';

/** Lets stimuli happen at their times; what it returns has the error of the first that could not. */
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
