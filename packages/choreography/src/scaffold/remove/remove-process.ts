import { disallowFindings } from '#scaffold/add/allow-findings.ts';
import { notFound } from '#scaffold/project/places.ts';
import { type Plan, processNamed } from '#scaffold/project/plan.ts';
import { importersOf } from '#scaffold/project/uses.ts';
import { elementsOf, removeFromList } from '#scaffold/syntax/list.ts';
import { callsOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import { removeFrom } from './remove-lines.ts';

/** Removes a process that the monitor follows beside others. Returns what breaks, in sentences. */
export function removeProcess(plan: Plan, name: string): string[] {
  const process = processNamed(plan, name);
  if (plan.processes.length === 1)
    throw new InputError(
      `"${name}" is the only process that the monitor follows: add another first. Nothing was written.`,
    );
  for (const path of importersOf(plan.draft, process.file)) {
    removeFrom(
      plan.draft,
      path,
      (module) => {
        const [list] = callsOf(module.program, 'defineMonitor')[0]?.arguments ?? [];
        const element =
          list?.type === 'ArrayExpression' &&
          elementsOf(list).find((each) => each.type === 'Identifier' && each.name === process.constant);
        return list?.type === 'ArrayExpression' && element
          ? removeFromList(module, list, element)
          : notFound(module, `defineMonitor([ … ${process.constant} … ])`);
      },
      [process.constant],
    );
  }
  plan.draft.put(process.file, undefined);
  const own = process.own.map(({ type }) => type);
  disallowFindings(plan.draft, (finding) => own.some((type) => finding.endsWith(` ${type}`)));
  plan.processes.splice(plan.processes.indexOf(process), 1);
  return own.map((type) => `"${type}" then has no producer.`);
}
