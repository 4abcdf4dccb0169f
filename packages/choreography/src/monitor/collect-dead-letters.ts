import { eventsOf, type Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { noteChanged } from './change-feed.ts';
import { type DeadLetterQueue, deadLetterQueues, peek } from './dead-letter-queues.ts';
import type { Header, SetAside } from './header.ts';
import { changeHeader } from './header-items.ts';
import { count } from './job-statistics.ts';
import { readLetter } from './letter.ts';
import { deleteNote, instanceOf, type NoteKey, noteKey, notesOf, putNote, readFailures } from './letter-items.ts';

/** The step that a job does; null when it does none, or nobody knows. */
export type StepOf = (process: Process, participant: string, job: string) => Promise<string | null>;

/**
 * Brings the notes of dead letters in line with the queues of all jobs: a new one shows at its instance and step, one that was
 * redriven or deleted is gone. Nothing is taken out of a queue.
 */
export async function collectDeadLetters(
  processes: readonly [Process, ...Process[]],
  stepOf: StepOf,
  remaining: RemainingTime,
): Promise<void> {
  const queues = await deadLetterQueues();
  const affected = await Promise.all(queues.map((queue) => collect(queue, processes, stepOf)));
  const keys = [...new Set(affected.flat())];
  for (const process of processes) {
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

/** Brings the notes of one queue in line with it. Returns the instances for which that changed something. */
async function collect(
  queue: DeadLetterQueue,
  processes: readonly [Process, ...Process[]],
  stepOf: StepOf,
): Promise<string[]> {
  const { participant, job } = queue;
  const [{ messages, isAll }, notes] = await Promise.all([peek(queue), notesOf(participant, job)]);
  const noted = new Set(notes.map(({ pk, sk }) => `${pk} ${sk}`));
  const present = new Set<string>();
  const affected: (string | null)[] = [];
  let added = 0;
  for (const message of messages) {
    const letter = readLetter(processes, queue, message);
    const key = nameOf(noteKey(letter));
    if (!noted.has(key) && !present.has(key)) {
      const process = processes.find((one) => eventsOf(one).some(({ type }) => type === letter.failure.type));
      const step = await stepOf(process ?? processes[0], participant, job);
      if (await putNote(letter, step, new Date())) added++;
      affected.push(letter.key);
    }
    present.add(key);
  }
  if (added > 0) await count([{ job: `${participant}/${job}`, failed: added }]);
  for (const note of isAll ? notes : []) {
    if (present.has(nameOf(note))) continue;
    await deleteNote(note);
    affected.push(instanceOf(note));
  }
  return affected.filter((key) => key !== null);
}

const nameOf = ({ pk, sk }: NoteKey): string => `${pk} ${sk}`;

async function setAsideOf(process: Process, key: string): Promise<Header['setAside']> {
  const byJob: Record<string, SetAside> = {};
  for (const { participant, job, step, at } of await readFailures(key)) {
    const name = `${participant}/${job}`;
    const before = byJob[name];
    byJob[name] = {
      step: step !== null && Object.hasOwn(process.steps, step) ? step : null,
      count: (before?.count ?? 0) + 1,
      at: before?.at ?? at,
    };
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
