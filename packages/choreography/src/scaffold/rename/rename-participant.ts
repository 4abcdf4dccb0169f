import { busOf } from '#scaffold/add/add-job.ts';
import { camelCase, constantName, functionName, pascalCase } from '#scaffold/names.ts';
import { stackFile, stackOf } from '#scaffold/project/places.ts';
import { type Plan, participantNamed } from '#scaffold/project/plan.ts';
import { callsOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import {
  renameDeclared,
  renameInJson,
  renameInStories,
  renameStrings,
  renameTitles,
  renameTodo,
} from './rename-declared.ts';

/** Gives a participant another name: its folder, its stack, and the source of all that it says. Returns what breaks, in sentences. */
export function renameParticipant(plan: Plan, from: string, to: string): string[] {
  const participant = participantNamed(plan, from);
  const { draft } = plan;
  if (participant.monitors)
    throw new InputError(`"${from}" follows the processes, and keeps its name. Nothing was written.`);
  constantName('participant', to);
  if (plan.participants.some(({ name }) => name === to))
    throw new InputError(`The participant "${to}" exists. Nothing was written.`);
  const bus = busOf(plan);
  for (const job of Object.keys(participant.jobs)) functionName(bus, to, job);
  const source = participant.source.replace(/[^.]*$/, to);
  const says = plan.events.filter((event) => event.source === participant.source).map(({ type }) => type);
  draft.edit(participant.file, (module) =>
    callsOf(module.program, 'defineParticipant').flatMap(({ arguments: [name] }) =>
      name?.type === 'Literal' && name.value === from ? [{ start: name.start, end: name.end, text: `'${to}'` }] : [],
    ),
  );
  renameStrings(draft, participant.source, source);
  renameInJson(draft, participant.source, source);
  for (const job of Object.keys(participant.jobs)) {
    renameInJson(draft, `${from}/${job}`, `${to}/${job}`);
    renameStrings(draft, `${from}/${job}`, `${to}/${job}`);
    renameTitles(draft, `${from}/${job}`, `${to}/${job}`);
    renameTodo(draft, `${from}/${job}`, `${to}/${job}`);
  }
  renameTitles(draft, from, to);
  renameInStories(draft, from, to);
  const infra = stackFile(draft, participant);
  const stack = stackOf(draft.module(infra)).name;
  renameDeclared(
    draft,
    { constant: stack, file: infra },
    { constant: `${pascalCase(to)}Stack`, file: `infra/${to}.ts` },
  );
  renameDeclared(draft, participant, { constant: camelCase(to), file: `functions/${to}/participant.ts` });
  for (const path of draft.list(`functions/${from}`, '.ts')) {
    renameDeclared(
      draft,
      { constant: '', file: path },
      { constant: '', file: path.replace(`functions/${from}/`, `functions/${to}/`) },
    );
  }
  return [
    `What "${from}" keeps stays in the table "${bus}_${from}": the table "${bus}_${to}" is a new one, and an event that comes again is acted on again.`,
    ...says.map(
      (type) => `"${type}" then comes from "${source}": rules outside this project must ask for that source.`,
    ),
    `The stack of "${from}" stays deployed until it is deleted.`,
  ];
}
