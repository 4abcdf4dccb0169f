import { constantFor } from '#scaffold/add/add-process.ts';
import { kebabCase, lowerCaseName, pascalCase } from '#scaffold/names.ts';
import { type Plan, processNamed } from '#scaffold/project/plan.ts';
import { callsOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import { renameDeclared, renameInJson, renameStrings, renameTitles } from './rename-declared.ts';

/** Gives a process another name, and with it the events that the monitor says of it. Returns what breaks, in sentences. */
export function renameProcess(plan: Plan, from: string, newName: string): string[] {
  const process = processNamed(plan, from);
  const { draft } = plan;
  const to = lowerCaseName('process', newName);
  const known = plan.processes.find(({ name }) => name === to);
  if (known) throw new InputError(`The process "${to}" exists: "${known.file}" declares it. Nothing was written.`);
  const own = process.own.map(({ type }) => ({ type, renamed: type.replace(pascalCase(from), pascalCase(to)) }));
  const taken = own.find(({ renamed }) => plan.events.some(({ type }) => type === renamed));
  if (taken) {
    throw new InputError(
      `The process cannot be called "${to}": the monitor would say "${taken.renamed}" of it, and such an event exists. Nothing was written.`,
    );
  }
  draft.edit(process.file, (module) =>
    callsOf(module.program, 'defineProcess').flatMap(({ arguments: [name] }) =>
      name?.type === 'Literal' && name.value === from ? [{ start: name.start, end: name.end, text: `'${to}'` }] : [],
    ),
  );
  for (const { type, renamed } of own) {
    renameStrings(draft, type, renamed);
    renameInJson(draft, type, renamed);
    renameTitles(draft, type, renamed);
  }
  const isNamedAfterIt = process.constant === constantFor({ ...plan, processes: [] }, from);
  const constant = isNamedAfterIt ? constantFor(plan, to) : process.constant;
  const file = process.file.replace(new RegExp(`/${kebabCase(from)}\\.ts$`), () => `/${kebabCase(to)}.ts`);
  renameDeclared(draft, process, { constant, file });
  return [
    `What the monitor keeps of "${from}" stays in its table, and is shown no more: "${to}" begins anew.`,
    ...own.map(({ type, renamed }) => `"${type}" is then "${renamed}": rules outside this project must ask for that.`),
  ];
}
