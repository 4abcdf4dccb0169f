import type { Simulation, Stimulus } from '#simulation/define-simulation.ts';
import { InputError } from '#template/input-error.ts';
import { drawOf } from './draw-of.ts';
import type { World } from './world.ts';

/**
 * The stimuli of a world. Throws an InputError if the simulation fails to list them, or one of them is none.
 *
 * @param only their labels, if not all of them happen
 */
export function stimuliOf(
  { stimuli }: Simulation,
  seed: number,
  instances: number,
  only?: ReadonlySet<string>,
): readonly Stimulus[] {
  const all = listed(() => stimuli(drawOf(seed), instances));
  const labels = new Set<unknown>();
  for (const each of all) {
    const { label, at, by } = Object(each) as Partial<Stimulus>;
    if (typeof label !== 'string' || label === '' || !by)
      throw new InputError(
        `A stimulus is made by stimulus(…) or request(…) with a label, not ${JSON.stringify(each)}.`,
      );
    if (labels.has(label))
      throw new InputError(`Two stimuli have the label "${label}": each needs its own, since faults are drawn by it.`);
    if (typeof at !== 'number' || !(at >= 0) || at === Number.POSITIVE_INFINITY)
      throw new InputError(
        `The stimulus "${label}" comes at ${at}: give the milliseconds after the world begins, 0 or more.`,
      );
    labels.add(label);
  }
  const unknown = [...(only ?? [])].find((label) => !labels.has(label));
  if (unknown !== undefined) throw new InputError(`No stimulus of seed ${seed} has the label "${unknown}".`);
  return only ? all.filter(({ label }) => only.has(label)) : all;
}

/** @throws InputError if there is no bus of that name, which PutEvents does not say */
export function checkBus(world: World, bus: string, stimuli: readonly Stimulus[]): void {
  if (world.services.brokers.home.buses.find(bus) || stimuli.every(({ by }) => 'function' in by)) return;
  throw new InputError(`The templates have no event bus "${bus}", on which the simulation puts its events.`);
}

function listed(list: () => readonly Stimulus[]): readonly Stimulus[] {
  let given: unknown;
  try {
    given = list();
  } catch (error) {
    throw new InputError(`The simulation's stimuli could not be listed: ${(error as Error).message}`);
  }
  if (Array.isArray(given)) return given;
  throw new InputError(
    `The simulation's stimuli must be a list, not ${given instanceof Promise ? 'a promise' : JSON.stringify(given)}.`,
  );
}
