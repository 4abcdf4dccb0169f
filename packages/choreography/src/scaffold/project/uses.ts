import { posix } from 'node:path';
import { importsOf } from '#scaffold/syntax/imports.ts';
import type { Module } from '#scaffold/syntax/module.ts';
import type { Draft } from './draft.ts';
import { stackFile, stackJob } from './places.ts';
import type { Plan } from './plan.ts';
import type { EventFacts } from './read-project.ts';

/** Every TypeScript file of a project. */
export const sourceFiles = (draft: Draft): string[] => [
  ...['events', 'functions', 'infra', 'test'].flatMap((folder) => draft.list(folder, '.ts')),
  ...(draft.text('simulation.ts') === undefined ? [] : ['simulation.ts']),
];

/** Whether a module imports a file of the project. */
const importsFile = (module: Module, file: string): boolean =>
  importsOf(module).some(({ source }) => posix.join(posix.dirname(module.path), source.value) === file);

/** The files that import another. */
export const importersOf = (draft: Draft, file: string): string[] =>
  sourceFiles(draft).filter(
    (path) => draft.text(path)?.includes(posix.basename(file)) && importsFile(draft.module(path), file),
  );

/** The jobs that hear an event, as `participant/job`. */
export function hearersOf({ draft, participants }: Plan, event: EventFacts): string[] {
  return participants
    .filter(({ monitors }) => !monitors)
    .flatMap((participant) => {
      const module = draft.module(stackFile(draft, participant));
      const hears = (job: string) => stackJob(module, job)?.routes.some(({ constant }) => constant === event.constant);
      return Object.keys(participant.jobs)
        .filter(hears)
        .map((job) => `${participant.name}/${job}`);
    });
}

/** The processes that wait for an event, by their names. */
const waitersFor = ({ processes }: Plan, event: EventFacts): string[] =>
  processes.filter(({ events }) => events.includes(event.type)).map(({ name }) => name);

/** Who misses an event without a producer, in sentences. */
export function missedBy(plan: Plan, event: EventFacts, but: (job: string) => boolean): string[] {
  const hearers = hearersOf(plan, event).filter((job) => !but(job));
  return [
    ...hearers.map((job) => `"${job}" hears "${event.type}", which then has no producer.`),
    ...waitersFor(plan, event).map(
      (name) => `The process "${name}" waits for "${event.type}", which then has no producer.`,
    ),
  ];
}
