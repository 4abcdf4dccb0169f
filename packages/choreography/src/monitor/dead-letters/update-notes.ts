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

/** A letter that is to be noted at a place. */
export interface FreshNote {
  readonly place: NoteKey;
  readonly letter: Letter;
  readonly heldUp: HeldUp;
}

/** What changes among the notes. */
export interface NoteChanges {
  readonly fresh: readonly FreshNote[];
  readonly gone: readonly NoteKey[];
}

/**
 * Tells instances of letters that are fresh or gone, and then writes or deletes the notes: broken off in between, it does the same
 * again. The notes of an instance that could not be told of them stay as they are, for the next sweep.
 */
export async function updateNotes(
  { processes }: MonitoredContracts,
  { participant, job }: DeadLetterQueue,
  { fresh, gone }: NoteChanges,
  sweeping: Sweeping,
): Promise<void> {
  if (fresh.length === 0 && gone.length === 0) return;
  const keys = new Set([...fresh.map(({ place }) => place), ...gone].flatMap((place) => keyOfNote(place) ?? []));
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
  const untold = new Set<string | null>();
  for (const { instance, error } of changes) {
    if (!error) continue;
    sweeping.logger.error(`the dead letters of ${instance.key} could not be told`, error);
    untold.add(instance.key);
  }
  const added = await eachAtOnce(
    fresh.filter(({ place }) => !untold.has(keyOfNote(place))),
    AT_ONCE,
    async ({ place, letter, heldUp }) => ((await putNote(place, letter, heldUp, new Date())) ? [letter] : []),
  );
  await eachAtOnce(
    gone.filter((place) => !untold.has(keyOfNote(place))),
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

/** The letters of an instance as they are to be: those that are noted, and others. */
async function lettersAfter(key: string, { fresh, gone }: NoteChanges): Promise<Omit<NotedLetter, 'pk' | 'sk'>[]> {
  const isGone = new Set(gone.map(keyText));
  const noted = (await notesAt(key)).filter((note) => !isGone.has(keyText(note)));
  const known = new Set(noted.map(keyText));
  const added = fresh.filter(({ place }) => keyOfNote(place) === key && !known.has(keyText(place)));
  return [...noted, ...added.map(({ letter: { failure }, heldUp }) => ({ ...failure, heldUp }))];
}

/** What one job has set aside. */
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
