import type { Process } from '#contracts/define-process.ts';
import { AT_ONCE, eachAtOnce } from '#monitor/at-once.ts';
import type { MonitoredContracts } from '#monitor/events/recorded-event.ts';
import { changeInstances } from '#monitor/instances/change-instances.ts';
import type { Sweeping } from '#monitor/instances/find-overdue.ts';
import type { Header } from '#monitor/instances/header.ts';
import { noteBatch } from '#monitor/notes/note-items.ts';
import { keyText } from '#monitor/read-items.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import type { Letter } from './letter.ts';
import {
  deleteNote,
  type HeldUp,
  keyOfNote,
  type NotedLetter,
  type NoteKey,
  notesAt,
  putNote,
} from './letter-items.ts';

/** A note to be written: a letter at one instance. */
export interface FreshNote {
  readonly noteKey: NoteKey;
  readonly letter: Letter;
  readonly heldUp: HeldUp;
}

/** The notes to be written and to be deleted. */
export interface NoteChanges {
  readonly fresh: readonly FreshNote[];
  readonly gone: readonly NoteKey[];
}

/**
 * Updates the headers of the instances with fresh or gone letters, and then writes or deletes the notes: if it is interrupted in between,
 * the next sweep does the same again. An instance whose header could not be updated keeps its notes, for the next sweep.
 */
export async function updateNotes(
  { processes }: MonitoredContracts,
  { participant, job }: DeadLetterQueue,
  { fresh, gone }: NoteChanges,
  sweeping: Sweeping,
): Promise<void> {
  if (fresh.length === 0 && gone.length === 0) return;
  const noteKeys = [...fresh.map(({ noteKey }) => noteKey), ...gone];
  const keys = new Set(noteKeys.flatMap((noteKey) => keyOfNote(noteKey) ?? []));
  const after = new Map(
    await eachAtOnce([...keys], AT_ONCE, async (key) => [key, await lettersAfter(key, { fresh, gone })] as const),
  );
  const instances = processes.flatMap((process) => [...keys].map((key) => ({ process, key })));
  const changes = await changeInstances(instances, sweeping.remaining, (record, { process, key }) => {
    const { [`${participant}/${job}`]: _, ...byOthers } = record.header.setAside;
    const setAside = { ...byOthers, ...setAsideBy(process, after.get(key) ?? [], { participant, job }) };
    const isSame = canonical(record.header.setAside) === canonical(setAside);
    return { record: isSame ? record : { ...record, header: { ...record.header, setAside } } };
  });
  const unchanged = new Set<string | null>();
  for (const { instance, error } of changes) {
    if (!error) continue;
    sweeping.logger.error(`the dead letters of ${instance.key} could not be added to its record`, error);
    unchanged.add(instance.key);
  }
  const added = await eachAtOnce(
    fresh.filter(({ noteKey }) => !unchanged.has(keyOfNote(noteKey))),
    AT_ONCE,
    async ({ noteKey, letter, heldUp }) => ((await putNote(noteKey, letter, heldUp, new Date())) ? [letter] : []),
  );
  await eachAtOnce(
    gone.filter((noteKey) => !unchanged.has(keyOfNote(noteKey))),
    AT_ONCE,
    deleteNote,
  );
  await noteBatch(
    changes.filter(({ written }) => written).map(({ instance }) => instance),
    // One letter is noted at each instance that its event belongs to.
    [...new Set(added.flat())].map(() => ({ job: `${participant}/${job}`, failed: 1 })),
    sweeping.remaining,
  );
}

/** The letters of an instance after the changes. */
async function lettersAfter(key: string, { fresh, gone }: NoteChanges): Promise<Omit<NotedLetter, 'pk' | 'sk'>[]> {
  const isGone = new Set(gone.map(keyText));
  const noted = (await notesAt(key)).filter((note) => !isGone.has(keyText(note)));
  const known = new Set(noted.map(keyText));
  const added = fresh.filter(({ noteKey }) => keyOfNote(noteKey) === key && !known.has(keyText(noteKey)));
  return [...noted, ...added.map(({ letter: { failure }, heldUp }) => ({ ...failure, heldUp }))];
}

/** The part of a header about the letters that one job has set aside; empty if there are none. */
function setAsideBy(
  { name }: Process,
  letters: readonly Omit<NotedLetter, 'pk' | 'sk'>[],
  { participant, job }: Pick<DeadLetterQueue, 'participant' | 'job'>,
): Header['setAside'] {
  const its = letters
    .filter((each) => each.participant === participant && each.job === job && Object.hasOwn(each.heldUp, name))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const [first] = its;
  if (!first) return {};
  return { [`${participant}/${job}`]: { step: first.heldUp[name] ?? null, count: its.length, at: first.at } };
}

const canonical = (setAside: Header['setAside']): string =>
  JSON.stringify(
    Object.entries(setAside)
      .map(([job, { step, count, at }]) => [job, step, count, at])
      .sort(),
  );
