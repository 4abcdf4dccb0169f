import { camelCase, isConstant, kebabCase, lowerCaseName, pascalCase, words } from '#scaffold/names.ts';
import { specifier } from '#scaffold/project/draft.ts';
import { notFound } from '#scaffold/project/places.ts';
import type { Plan } from '#scaffold/project/plan.ts';
import type { EventFacts } from '#scaffold/project/read-project.ts';
import { addToList } from '#scaffold/syntax/list.ts';
import { callsOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import { addStep } from './add-step.ts';
import { allowFindings } from './allow-findings.ts';

export interface NewProcess {
  readonly name: string;
  readonly starts: EventFacts;
  readonly instance: { readonly one: string; readonly many: string };
  readonly step: string;
  readonly done: readonly EventFacts[];
  readonly failed: readonly EventFacts[];
  readonly within: string;
}

/** Adds a business process with its first step, which the monitor then follows. */
export function addProcess(plan: Plan, { name, starts, instance, step, done, failed, within }: NewProcess): void {
  const { draft } = plan;
  lowerCaseName('process', name);
  words('instance', instance.one);
  words('instances', instance.many);
  const known = plan.processes.find((process) => process.name === name);
  if (known) throw new InputError(`The process "${name}" exists: "${known.file}" declares it. Nothing was written.`);
  const monitor = plan.participants.find(({ monitors }) => monitors);
  if (!monitor) throw new InputError('No participant follows processes: define one by defineMonitor([ … ]) first.');
  const file = `functions/${monitor.name}/${kebabCase(name)}.ts`;
  const constant = constantFor(plan, name);
  draft.create(
    file,
    [
      `import { defineProcess } from 'choreography';`,
      `import { ${starts.constant} } from '${specifier(file, starts.file)}';`,
      '',
      `/** What should happen to every ${instance.one}. */`,
      `export const ${constant} = defineProcess('${name}', {`,
      `  starts: ${starts.constant},`,
      `  instance: { one: '${instance.one}', many: '${instance.many}' },`,
      '  steps: {},',
      '});',
      '',
    ].join('\n'),
  );
  draft.edit(
    monitor.file,
    (module) => {
      const [list] = callsOf(module.program, 'defineMonitor')[0]?.arguments ?? [];
      return list?.type === 'ArrayExpression'
        ? addToList(module, list, constant)
        : notFound(module, 'defineMonitor([ … ])');
    },
    [{ name: constant, from: specifier(monitor.file, file) }],
  );
  const own = ['Completed', 'Overdue'].map((end) => ({ source: monitor.source, type: `${pascalCase(name)}${end}` }));
  plan.processes.push({
    constant,
    file,
    name,
    starts: starts.type,
    key: starts.correlateBy,
    steps: [],
    events: [starts.type],
    own,
  });
  addStep(plan, { process: name, step, done, failed, within, after: undefined });
  allowFindings(
    draft,
    own.map(({ source, type }) => ({
      finding: `unheard-event ${source} ${type}`,
      reason: `The monitor's own word on ${instance.many}, for those who act on it.`,
    })),
  );
}

/** Its name, or with `Process` behind it where something else is called so. */
export function constantFor(
  { participants, processes }: Pick<Plan, 'participants' | 'processes'>,
  name: string,
): string {
  const constant = camelCase(name);
  const isTaken = [...participants, ...processes].some((each) => each.constant === constant);
  return isTaken || !isConstant(constant) ? `${constant}Process` : constant;
}
