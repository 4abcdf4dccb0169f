import { busOf } from '#scaffold/add/add-job.ts';
import { functionName, lowerCaseName } from '#scaffold/names.ts';
import { jobsOf, onceProof, stackFile } from '#scaffold/project/places.ts';
import { jobNamed, type Plan } from '#scaffold/project/plan.ts';
import { nameOfKey, nodesIn, propertiesOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import { renameDeclared, renameInJson, renameStrings, renameTitles, renameTodo } from './rename-declared.ts';

/** Gives a job of a participant another name. Returns what breaks, in sentences. */
export function renameJob(plan: Plan, name: string, to: string): string[] {
  const { participant, job, facts } = jobNamed(plan, name);
  const { draft } = plan;
  lowerCaseName('job', to);
  if (participant.jobs[to]) throw new InputError(`The job "${participant.name}/${to}" exists. Nothing was written.`);
  const bus = busOf(plan);
  const renamed = functionName(bus, participant.name, to);
  const key = /^[a-z]+$/.test(to) ? to : `'${to}'`;
  const keyed = (object: Parameters<typeof propertiesOf>[0]) =>
    propertiesOf(object)
      .filter((property) => nameOfKey(property.key) === job)
      .map((property) => ({ start: property.key.start, end: property.key.end, text: key }));
  draft.edit(participant.file, (module) => keyed(jobsOf(module, participant)));
  const handler = { constant: 'handler', file: `functions/${participant.name}/${job}.ts` };
  const named = (path: string) =>
    draft.edit(path, (module) =>
      [...nodesIn(module.program)].flatMap(({ ...node }) =>
        node.type === 'Literal' && node.value === job ? [{ start: node.start, end: node.end, text: `'${to}'` }] : [],
      ),
    );
  named(handler.file);
  named(stackFile(draft, participant));
  const proof = onceProof(draft, participant.constant);
  if (proof) draft.edit(proof.path, (module) => keyed(proof.find(module)?.handlers));
  renameDeclared(draft, handler, { ...handler, file: `functions/${participant.name}/${to}.ts` });
  renameInJson(draft, name, `${participant.name}/${to}`);
  renameStrings(draft, name, `${participant.name}/${to}`);
  for (const each of [name, job]) renameTitles(draft, each, each === job ? to : `${participant.name}/${to}`);
  renameTodo(draft, name, `${participant.name}/${to}`);
  return [
    `Lambda's function becomes "${renamed}": what waits in the dead-letter queue of "${name}" goes with the old one.`,
    ...(facts.oncePer
      ? [
          `Of what "${name}" did, "${participant.name}/${to}" knows nothing: an event that comes again is acted on again.`,
        ]
      : []),
  ];
}
