import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { noteChanged } from '#monitor/change-feed.ts';
import type { MonitoredContracts } from '#monitor/events/recorded-event.ts';
import type { Header, SetAside } from '#monitor/instances/header.ts';
import { changeHeader } from '#monitor/instances/header-items.ts';
import { count } from '#monitor/job-statistics.ts';
import { keyText } from '#monitor/read-items.ts';
import { type DeadLetterQueue, deadLetterQueues, readQueue } from './dead-letter-queues.ts';
import { type Letter, readLetter } from './letter.ts';
import {
  deleteNote,
  type HeldUp,
  keyOfNote,
  type NoteKey,
  noteKeys,
  notesOf,
  putNote,
  readFailures,
} from './letter-items.ts';

/** The step that a job does; null if it does none, or if that is unknown. */
export type StepOf = (process: Process, participant: string, job: string) => Promise<string | null>;

/**
 * Brings the notes of dead letters in line with the queues of all jobs: a new one shows at its instances and steps, one that
 * was redriven or deleted is gone. Nothing is taken out of a queue.
 */
export async function collectDeadLetters(
  known: MonitoredContracts,
  stepOf: StepOf,
  remaining: RemainingTime,
): Promise<void> {
  const queues = await deadLetterQueues();
  const affected = await Promise.all(queues.map((queue) => collect(queue, known, stepOf)));
  const keys = [...new Set(affected.flat())];
  for (const process of known.processes) {
    const changed: string[] = [];
    for (const key of keys) {
      const setAside = await setAsideOf(process, key);
      const { written } = await changeHeader(process, key, remaining, (header) =>
        isSame(header.setAside, setAside) ? header : { ...header, setAside },
      );
      if (written) changed.push(key);
    }
    await noteChanged(process, changed);
  }
}

/** Brings the notes of one queue in line with it. Returns the keys of the instances for which that changed something. */
async function collect(queue: DeadLetterQueue, known: MonitoredContracts, stepOf: StepOf): Promise<string[]> {
  const { participant, job } = queue;
  const [{ messages, isAll }, notes] = await Promise.all([readQueue(queue), notesOf(participant, job)]);
  const noted = new Set(notes.map(keyText));
  const present = new Set<string>();
  const affected: (string | null)[] = [];
  let added = 0;
  for (const message of messages) {
    const letter = readLetter(known, queue, message);
    const keys = noteKeys(letter);
    const fresh = keys.filter((key) => !noted.has(keyText(key)) && !present.has(keyText(key)));
    if (fresh.length > 0 && (await putNotes(letter, fresh, known, queue, stepOf))) added++;
    affected.push(...fresh.map(keyOfNote));
    for (const key of keys) present.add(keyText(key));
  }
  if (added > 0) await count([{ job: `${participant}/${job}`, failed: added }]);
  for (const note of isAll ? notes : []) {
    if (present.has(keyText(note))) continue;
    await deleteNote(note);
    affected.push(keyOfNote(note));
  }
  return affected.filter((key) => key !== null);
}

/** Notes a letter at some places, each with the steps that it holds up there. Returns whether it is new. */
async function putNotes(
  letter: Letter,
  places: readonly NoteKey[],
  { processes }: MonitoredContracts,
  { participant, job }: DeadLetterQueue,
  stepOf: StepOf,
): Promise<boolean> {
  const steps = new Map<string, string | null>();
  for (const process of processes)
    if (letter.instances.some((each) => each.processes.includes(process.name)))
      steps.set(process.name, await stepOf(process, participant, job));
  const isNew = await Promise.all(
    places.map((place) => {
      const { processes: of = [] } = letter.instances.find(({ key }) => key === keyOfNote(place)) ?? {};
      const heldUp: HeldUp = Object.fromEntries(of.map((name) => [name, steps.get(name) ?? null]));
      return putNote(place, letter, heldUp, new Date());
    }),
  );
  return isNew[0] ?? false;
}

async function setAsideOf(process: Process, key: string): Promise<Header['setAside']> {
  const byJob: Record<string, SetAside> = {};
  for (const { participant, job, step, at } of await readFailures(process.name, key)) {
    const name = `${participant}/${job}`;
    const before = byJob[name];
    byJob[name] = { step, count: (before?.count ?? 0) + 1, at: before?.at ?? at };
  }
  return byJob;
}

const isSame = (a: Header['setAside'], b: Header['setAside']): boolean => canonical(a) === canonical(b);

const canonical = (setAside: Header['setAside']): string =>
  JSON.stringify(
    Object.entries(setAside)
      .map(([job, { step, count, at }]) => [job, step, count, at])
      .sort(),
  );
