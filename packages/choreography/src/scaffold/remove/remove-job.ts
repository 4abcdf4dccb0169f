import { disallowFindings } from '#scaffold/add/allow-findings.ts';
import { jobsOf, notFound, onceProof, stackFile, stackJob } from '#scaffold/project/places.ts';
import { jobNamed, type Plan } from '#scaffold/project/plan.ts';
import type { ParticipantFacts } from '#scaffold/project/read-project.ts';
import { missedBy } from '#scaffold/project/uses.ts';
import { elementsOf, removeFromList } from '#scaffold/syntax/list.ts';
import { nameOfKey, nodesOf, propertiesOf } from '#scaffold/syntax/module.ts';
import { removeUnused } from './remove-event.ts';
import { removeFrom, removeStatement } from './remove-lines.ts';

/** Removes a job, its handler, its routes and its proof, and the events that are then unused. Returns what breaks, in sentences. */
export function removeJob(plan: Plan, name: string): string[] {
  const { participant, job, facts } = jobNamed(plan, name);
  const { draft } = plan;
  const isSaidByOthers = (type: string) =>
    plan.participants.some((each) =>
      Object.entries(each.jobs).some(([other, { emits }]) => `${each.name}/${other}` !== name && emits.includes(type)),
    );
  const unsaid = plan.events.filter(({ type }) => facts.emits.includes(type) && !isSaidByOthers(type));
  const breaks = unsaid.flatMap((event) => missedBy(plan, event, (each) => each === name));
  const constants = plan.events.map(({ constant }) => constant);
  removeFrom(
    draft,
    participant.file,
    (module) => {
      const jobs = jobsOf(module, participant);
      const property = propertiesOf(jobs).find(({ key }) => nameOfKey(key) === job);
      return property ? removeFromList(module, jobs, property) : notFound(module, `the job "${job}"`);
    },
    [...constants, 'z'],
  );
  draft.put(`functions/${participant.name}/${job}.ts`, undefined);
  removeFrom(
    draft,
    stackFile(draft, participant),
    (module) => {
      const made = stackJob(module, job);
      const statement = nodesOf(module.program, 'ExpressionStatement').find(
        ({ expression }) => expression === made?.chain,
      );
      return statement
        ? removeStatement(module, statement)
        : notFound(module, `this.job('${job}') as a statement of its own`);
    },
    constants,
  );
  removeProof(plan, participant, job);
  const { [job]: _, ...jobs } = participant.jobs;
  plan.participants[plan.participants.indexOf(participant)] = { ...participant, jobs };
  disallowFindings(draft, (finding) => finding.includes(` ${name} `) || finding.endsWith(` ${name}`));
  removeUnused(plan, unsaid);
  return [...breaks, `What waits in the dead-letter queue of "${name}" goes with it.`];
}

function removeProof({ draft }: Plan, participant: ParticipantFacts, job: string): void {
  const proof = onceProof(draft, participant.constant);
  if (proof) {
    removeFrom(
      draft,
      proof.path,
      (module) => {
        const found = proof.find(module);
        const property = propertiesOf(found?.handlers).find(({ key }) => nameOfKey(key) === job);
        if (!found || !property) return undefined;
        const statement = nodesOf(module.program, 'ExpressionStatement').find(
          ({ expression }) => expression === found.call,
        );
        if (statement && elementsOf(found.handlers).length === 1) return removeStatement(module, statement);
        return removeFromList(module, found.handlers, property);
      },
      [participant.constant, 'provesOnce'],
    );
  }
  removeTodo(draft, `${participant.name}/${job}`);
}

/** Removes a job's entries from the lists of what is still to be written. */
function removeTodo(draft: Plan['draft'], name: string): void {
  for (const path of draft.list('test', '.ts').filter((each) => draft.text(each)?.includes(`test.todo('${name}:`))) {
    removeFrom(
      draft,
      path,
      (module) =>
        nodesOf(module.program, 'ExpressionStatement')
          .filter(({ start, end }) => module.text.slice(start, end).startsWith(`test.todo('${name}:`))
          .map((statement) => removeStatement(module, statement)),
      ['test'],
    );
    if (draft.text(path)?.trim() === '') draft.put(path, undefined);
  }
}
