import { notFound, stepsOf } from '#scaffold/project/places.ts';
import { type Plan, processNamed } from '#scaffold/project/plan.ts';
import { removeFromList } from '#scaffold/syntax/list.ts';
import { nameOfKey, propertiesOf, propertyOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import { removeFrom } from './remove-lines.ts';

/** Removes a step from a process; the job that does it stays. Throws an InputError if it is the only one, or others wait for it. */
export function removeStep(plan: Plan, name: string, step: string): string[] {
  const process = processNamed(plan, name);
  if (!process.steps.includes(step)) {
    throw new InputError(
      `The process "${name}" has no step "${step}": it has ${process.steps.map((each) => `"${each}"`).join(', ')}.`,
    );
  }
  if (process.steps.length === 1)
    throw new InputError(`"${step}" is the only step of "${name}": remove the process instead. Nothing was written.`);
  removeFrom(
    plan.draft,
    process.file,
    (module) => {
      const steps = stepsOf(module, name);
      const waiting = propertiesOf(steps).find(({ value }) => {
        const waitsFor = propertyOf(propertyOf(value, 'when'), 'step');
        return waitsFor?.type === 'Literal' && waitsFor.value === step;
      });
      if (waiting)
        throw new InputError(
          `The step "${nameOfKey(waiting.key)}" of "${name}" waits for "${step}": change it first. Nothing was written.`,
        );
      const property = propertiesOf(steps).find(({ key }) => nameOfKey(key) === step);
      return property ? removeFromList(module, steps, property) : notFound(module, `the step "${step}"`);
    },
    plan.events.map(({ constant }) => constant),
  );
  return [`That "${step}" is missing or late is no longer found.`];
}
