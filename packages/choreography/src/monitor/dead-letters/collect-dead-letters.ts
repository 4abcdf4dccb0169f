import type { Process } from '#contracts/define-process.ts';
import { eachAtOnce } from '#monitor/at-once.ts';
import type { MonitoredContracts } from '#monitor/events/recorded-event.ts';
import type { Sweeping } from '#monitor/instances/find-overdue.ts';
import { keyText } from '#monitor/read-items.ts';
import { type DeadLetterQueue, deadLetterQueues, isEmpty, readQueue } from './dead-letter-queues.ts';
import { type Letter, readLetter } from './letter.ts';
import { type HeldUp, keyOfNote, type NoteKey, noteKeys, notesOf } from './letter-items.ts';
import { type FreshNote, updateNotes } from './update-notes.ts';

/** The step that a job does; null if it does none, or if that is unknown. */
export type StepOf = (process: Process, participant: string, job: string) => Promise<string | null>;

/** How many queues are read at once. */
const QUEUES_AT_ONCE = 4;

/** Time kept back at the end of an invocation, in milliseconds. */
const RESERVE = 5000;

/**
 * Brings the notes of dead letters in line with the queues of all jobs: a new one shows at its instances and steps, one that
 * was redriven or deleted is gone. Nothing is taken out of a queue. A letter or a queue that cannot be read holds up no other.
 *
 * @param most how many letters of a queue are read
 * @param isInTurn whether the notes of a queue are looked for although it is empty, by its place among the queues
 */
export async function collectDeadLetters(
  known: MonitoredContracts,
  stepOf: StepOf,
  sweeping: Sweeping,
  most: number,
  isInTurn: (place: number) => boolean = () => true,
): Promise<void> {
  const failures: unknown[] = [];
  const queues = await deadLetterQueues();
  await eachAtOnce([...queues.entries()], QUEUES_AT_ONCE, async ([place, queue]) => {
    try {
      if (isInTurn(place) || !(await isEmpty(queue))) await collect(queue, known, stepOf, sweeping, most);
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} dead-letter queues could not be read.`);
}

/** Brings the notes of one queue in line with it: each portion is noted as it is read. */
async function collect(
  queue: DeadLetterQueue,
  known: MonitoredContracts,
  stepOf: StepOf,
  sweeping: Sweeping,
  most: number,
): Promise<void> {
  const { participant, job } = queue;
  const notes = await notesOf(participant, job);
  const noted = new Set(notes.map(keyText));
  const present = new Set<string>();
  const hasTime = () => sweeping.remaining.getRemainingTimeInMillis() > RESERVE;
  const { isAll } = await readQueue(queue, { most, hasTime }, async (messages) => {
    const fresh: FreshNote[] = [];
    for (const message of messages) {
      try {
        const letter = readLetter(known, queue, message);
        for (const noteKey of noteKeys(letter)) {
          const text = keyText(noteKey);
          if (!noted.has(text) && !present.has(text))
            fresh.push({ noteKey, letter, heldUp: await heldUpBy(queue, known, stepOf, letter, noteKey) });
          present.add(text);
        }
      } catch (error) {
        sweeping.logger.error(`a dead letter of ${participant}/${job} could not be read`, error as Error);
      }
    }
    await updateNotes(known, queue, { fresh, gone: [] }, sweeping);
  });
  const gone = isAll ? notes.filter((note) => !present.has(keyText(note))) : [];
  await updateNotes(known, queue, { fresh: [], gone }, sweeping);
}

/** The steps that a letter holds up at one of its places. */
async function heldUpBy(
  { participant, job }: DeadLetterQueue,
  { processes }: MonitoredContracts,
  stepOf: StepOf,
  { instances }: Letter,
  noteKey: NoteKey,
): Promise<HeldUp> {
  const of = instances.find(({ key }) => key === keyOfNote(noteKey))?.processes ?? [];
  const steps = processes
    .filter(({ name }) => of.includes(name))
    .map(async (process) => [process.name, await stepOf(process, participant, job)] as const);
  return Object.fromEntries(await Promise.all(steps));
}
