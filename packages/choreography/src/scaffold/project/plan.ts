import { InputError } from '#template/input-error.ts';
import type { Draft } from './draft.ts';
import type { EventFacts, ParticipantFacts, ProcessFacts, Project } from './read-project.ts';

/** A changed project: its files, and what they declare. */
export interface Plan extends Project {
  readonly draft: Draft;
  readonly events: EventFacts[];
  readonly participants: ParticipantFacts[];
  readonly processes: ProcessFacts[];
}

/** An event of the project by its type. Throws an InputError that names those that there are. */
export const eventNamed = ({ events }: Plan, type: string): EventFacts =>
  events.find((event) => event.type === type) ??
  missing(
    'event',
    type,
    events.map((event) => event.type),
  );

export const participantNamed = ({ participants }: Plan, name: string): ParticipantFacts =>
  participants.find((participant) => participant.name === name) ??
  missing(
    'participant',
    name,
    participants.map((participant) => participant.name),
  );

export const processNamed = ({ processes }: Plan, name: string): ProcessFacts =>
  processes.find((process) => process.name === name) ??
  missing(
    'process',
    name,
    processes.map((process) => process.name),
  );

/** A participant's job by `participant/job`. Throws an InputError that names those that there are. */
export function jobNamed(plan: Plan, text: string) {
  const [name, job] = splitJob(text);
  const participant = participantNamed(plan, name);
  const facts = participant.jobs[job];
  if (!facts)
    return missing(
      'job',
      text,
      Object.keys(participant.jobs).map((each) => `${name}/${each}`),
    );
  return { participant, job, facts };
}

/** `participant/job` in its two parts. */
export function splitJob(text: string): [string, string] {
  const [participant, job, ...rest] = text.split('/');
  if (!participant || !job || rest.length > 0) {
    throw new InputError(`"${text}" is no job: give it as PARTICIPANT/JOB, such as "tool-room/solve-case".`);
  }
  return [participant, job];
}

/** `process/step` in its two parts. */
export function splitStep(text: string): [string, string] {
  const [process, step, ...rest] = text.split('/');
  if (process && step && rest.length === 0) return [process, step];
  throw new InputError(`"${text}" is no step: give it as PROCESS/STEP, such as "repair-case/solved".`);
}

function missing(what: string, name: string, known: readonly string[]): never {
  const list = known.map((each) => `"${each}"`).join(', ');
  throw new InputError(`There is no ${what} "${name}"${list ? `: there is ${list}` : ''}.`);
}
