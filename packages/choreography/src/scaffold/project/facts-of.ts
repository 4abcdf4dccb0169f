import type { EventContract } from '#contracts/define-event.ts';
import type { JobDeclaration, Participant } from '#contracts/define-participant.ts';
import { eventsOfProcess, type Process } from '#contracts/define-process.ts';
import { dataJsonSchema } from '#contracts/schema/json-schema.ts';
import type { EventFacts, ParticipantFacts, ProcessFacts, Project } from './read-project.ts';

/** What some modules declare, as plain data: their paths, and what they export. */
export function factsOf(modules: readonly (readonly [string, Readonly<Record<string, unknown>>])[]): Project {
  const declared = modules.flatMap(([file, exports]) =>
    Object.entries(exports)
      .filter(([, value]) => typeof value === 'object' && value !== null)
      .map(([constant, value]) => ({ constant, file, value: value as object })),
  );
  const having = (field: string) => declared.filter(({ value }) => field in value);
  return {
    events: having('correlateBy').map(({ value, ...at }) => ({ ...at, ...eventFacts(value as EventContract) })),
    participants: having('jobs').map(({ value, ...at }) => ({ ...at, ...participantFacts(value as Participant) })),
    processes: having('starts').map(({ value, ...at }) => ({ ...at, ...processFacts(value as Process) })),
  };
}

type Facts<Of> = Omit<Of, 'constant' | 'file'>;

const eventFacts = ({ source, type, correlateBy, data }: EventContract): Facts<EventFacts> => ({
  source,
  type,
  correlateBy,
  schema: dataJsonSchema(data),
});

const participantFacts = (participant: Participant): Facts<ParticipantFacts> => ({
  name: participant.name,
  source: participant.source,
  jobs: Object.fromEntries(Object.entries(participant.jobs).map(([job, declaration]) => [job, jobFacts(declaration)])),
  monitors: 'processes' in participant,
});

const jobFacts = ({ accepts, oncePer, emits }: JobDeclaration) => ({
  accepts: dataJsonSchema(accepts),
  ...(oncePer === undefined ? {} : { oncePer }),
  emits: emits.map(({ type }) => type),
});

const processFacts = (process: Process): Facts<ProcessFacts> => ({
  name: process.name,
  starts: process.starts.type,
  key: process.key,
  steps: Object.keys(process.steps),
  events: eventsOfProcess(process).map(({ type }) => type),
  own: [process.completed, process.overdue].map(({ source, type }) => ({ source, type })),
});
