import { functionName, lowerCaseName } from '#scaffold/names.ts';
import { specifier } from '#scaffold/project/draft.ts';
import { jobsOf, stackFile, stackOf } from '#scaffold/project/places.ts';
import { type Plan, participantNamed, splitJob } from '#scaffold/project/plan.ts';
import type { EventFacts, JobFacts, ParticipantFacts } from '#scaffold/project/read-project.ts';
import { indentAt, insert } from '#scaffold/syntax/edit.ts';
import { addToList } from '#scaffold/syntax/list.ts';
import { nodesOf, propertyOf } from '#scaffold/syntax/module.ts';
import { InputError } from '#template/input-error.ts';
import { addOnceProof } from './add-once-proof.ts';
import { addRoute, assertFits } from './add-route.ts';
import { handlerFile } from './handler-file.ts';

export interface NewJob {
  /** `participant/job`. */
  readonly name: string;
  /** What it hears; the data of the first is what it accepts. Nothing for a job that answers HTTP requests. */
  readonly on: readonly EventFacts[];
  readonly says: readonly EventFacts[];
  /** The path of its business key in what it accepts. @default what the event is joined by */
  readonly oncePer?: string;
}

/** Adds a job: what it accepts and says, a handler that says it, its place in the stack and its routes, and the proof that it acts once. */
export function addJob(plan: Plan, { name, on, says, oncePer }: NewJob): void {
  const [participantName, job] = splitJob(name);
  lowerCaseName('job', job);
  const participant = participantNamed(plan, participantName);
  if (participant.jobs[job]) {
    throw new InputError(`The job "${name}" exists: "${participant.file}" declares it. Nothing was written.`);
  }
  functionName(busOf(plan), participantName, job);
  const accepted = on[0] ?? says[0];
  if (!accepted) {
    throw new InputError(
      `The job "${name}" needs data to act on: give an event that it hears by --on, or one that it says by --http and --says.`,
    );
  }
  const foreign = says.find(({ source }) => source !== participant.source);
  if (foreign) {
    throw new InputError(
      `The job "${name}" cannot say "${foreign.type}": only "${foreign.source}" may, and "${participantName}" is "${participant.source}". Nothing was written.`,
    );
  }
  const facts: JobFacts = {
    accepts: accepted.schema,
    oncePer: oncePer ?? accepted.correlateBy,
    emits: says.map(({ type }) => type),
  };
  for (const event of on) assertFits(name, facts, event);
  declare(plan, participant, job, { accepted, says, key: facts.oncePer as string });
  plan.draft.create(
    `functions/${participantName}/${job}.ts`,
    handlerFile(participant, job, { http: on.length === 0, accepted, says, key: facts.oncePer as string }),
  );
  plan.participants[plan.participants.indexOf(participant)] = {
    ...participant,
    jobs: { ...participant.jobs, [job]: facts },
  };
  const file = stackFile(plan.draft, participant);
  plan.draft.edit(file, (module) => {
    const { body } = stackOf(module);
    const last = body.body.at(-1);
    const call = `this.${on.length === 0 ? 'httpJob' : 'job'}('${job}');`;
    return last
      ? insert(last.end, `\n${indentAt(module.text, last.start)}${call}`)
      : insert(body.start + 1, `\n${indentAt(module.text, body.start)}  ${call}`);
  });
  for (const event of on) addRoute(plan, name, event);
  addOnceProof(plan, participant, job);
}

function declare(
  { draft }: Plan,
  participant: ParticipantFacts,
  job: string,
  {
    accepted,
    says,
    key,
  }: { readonly accepted: EventFacts; readonly says: readonly EventFacts[]; readonly key: string },
): void {
  const emits = says.map(({ constant }) => constant).join(', ');
  const name = /^[a-z]+$/.test(job) ? job : `'${job}'`;
  draft.edit(
    participant.file,
    (module) =>
      addToList(
        module,
        jobsOf(module, participant),
        `${name}: { accepts: ${accepted.constant}.data, oncePer: '${key}', emits: [${emits}] }`,
      ),
    [accepted, ...says].map((event) => ({ name: event.constant, from: specifier(participant.file, event.file) })),
  );
}

/** The bus's name, as the app gives it: `{ bus: '…', stacks: '…' }`. */
export function busOf({ draft }: Plan): string {
  for (const path of draft.list('infra', '.ts')) {
    for (const object of nodesOf(draft.module(path).program, 'ObjectExpression')) {
      const [bus, stacks] = [propertyOf(object, 'bus'), propertyOf(object, 'stacks')];
      if (stacks && bus?.type === 'Literal') return String(bus.value);
    }
  }
  throw new InputError(`No file in "infra" names the bus, as in { bus: 'repair-cafe', stacks: 'RepairCafe' }.`);
}
