import { camelCase, words } from '#scaffold/names.ts';
import { stepsOf } from '#scaffold/project/places.ts';
import { type Plan, processNamed } from '#scaffold/project/plan.ts';
import { nameOfKey, propertiesOf, propertyOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';

/** Gives a step of a process another name, also where other steps wait for it. Nothing breaks but what reads the step by its name. */
export function renameStep(plan: Plan, name: string, from: string, newName: string): string[] {
  const process = processNamed(plan, name);
  const to = camelCase(words('step', newName));
  if (!process.steps.includes(from)) {
    throw new InputError(
      `The process "${name}" has no step "${from}": it has ${process.steps.map((each) => `"${each}"`).join(', ')}.`,
    );
  }
  if (process.steps.includes(to))
    throw new InputError(`The process "${name}" has a step "${to}" already. Nothing was written.`);
  plan.draft.edit(process.file, (module) =>
    propertiesOf(stepsOf(module, name)).flatMap(({ key, value }) => {
      const waitsFor = propertyOf(propertyOf(value, 'when'), 'step');
      return [
        ...(nameOfKey(key) === from ? [{ start: key.start, end: key.end, text: to }] : []),
        ...(waitsFor?.type === 'Literal' && waitsFor.value === from
          ? [{ start: waitsFor.start, end: waitsFor.end, text: `'${to}'` }]
          : []),
      ];
    }),
  );
  return process.own.slice(1).map(({ type }) => `"${type}" names the step "${to}" then, for those who act on it.`);
}
