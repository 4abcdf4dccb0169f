import { camelCase, constantName, pascalCase, sourceName } from '#scaffold/names.ts';
import { specifier } from '#scaffold/project/draft.ts';
import { stackList } from '#scaffold/project/places.ts';
import type { Plan } from '#scaffold/project/plan.ts';
import type { ParticipantFacts } from '#scaffold/project/read-project.ts';
import { importLine } from '#scaffold/syntax/imports.ts';
import { addToList, elementsOf } from '#scaffold/syntax/list.ts';
import { InputError } from '#template/input-error.ts';

/** Adds a participant that does nothing yet: its folder, its stack, and its line among those who take part. */
export function addParticipant(plan: Plan, name: string): ParticipantFacts {
  constantName('participant', name);
  const { draft } = plan;
  const known = plan.participants.find((each) => each.name === name);
  if (known)
    throw new InputError(`The participant "${name}" exists: "${known.file}" declares it. Nothing was written.`);
  const constant = camelCase(name);
  const stack = `${pascalCase(name)}Stack`;
  const [file, infra] = [`functions/${name}/participant.ts`, `infra/${name}.ts`];
  const source = sourceName([...sourcePrefix(plan), name].join('.'));
  draft.create(
    file,
    [
      `import { defineParticipant } from 'choreography';`,
      '',
      `export const ${constant} = defineParticipant('${name}', {`,
      `  source: '${source}',`,
      '  jobs: {},',
      '});',
      '',
    ].join('\n'),
  );
  draft.create(
    infra,
    [
      `import { ParticipantStack, type Setting } from 'choreography/constructs';`,
      `import type { Construct } from 'constructs';`,
      importLine({ name: constant, from: specifier(infra, file) }),
      '',
      `export class ${stack} extends ParticipantStack<typeof ${constant}> {`,
      `  static readonly participant = ${constant};`,
      '',
      '  constructor(scope: Construct, setting: Setting) {',
      `    super(scope, setting, ${constant});`,
      '  }',
      '}',
      '',
    ].join('\n'),
  );
  const list = stackList(draft);
  draft.edit(
    list.path,
    (module) => {
      const array = list.find(module);
      const last = elementsOf(array).at(-1);
      const isMonitor = last && /monitor/i.test(module.text.slice(last.start, last.end));
      return addToList(module, array, stack, isMonitor ? last : undefined);
    },
    [{ name: stack, from: specifier(list.path, infra) }],
  );
  const participant = { constant, file, name, source, jobs: {}, monitors: false };
  plan.participants.push(participant);
  return participant;
}

/** What the sources of all participants begin with: `library` of `library.desk`. */
function sourcePrefix({ participants }: Plan): string[] {
  const [first] = participants;
  return first?.source.includes('.') ? [first.source.replace(/\.[^.]*$/, '')] : [];
}
