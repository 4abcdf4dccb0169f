import type { Draw } from '#simulation/define-simulation.ts';
import { Cause } from './cause.ts';
import { DrawnRandom } from './drawn-random.ts';

/** Makes the random values for the stimuli of a seed. */
export function drawOf(seed: number): Draw {
  const cause = new Cause(seed, 'stimuli');
  const integer = (question: string, least: number, most: number) =>
    least + Math.floor(cause.draw(question) * (most - least + 1));
  return {
    number: (question) => cause.draw(question),
    integer,
    one: (question, values) => values[integer(question, 0, values.length - 1)] as never,
    any: (question, arbitrary) =>
      arbitrary.generate(new DrawnRandom((count) => cause.draw(`${question} ${count}`)) as never, undefined).value,
  };
}
