import { dynamodb, queryPages, taken } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import type { Failure, PoisonEvent } from '#monitor/api-types.ts';
import { compressed, decompressed } from '#monitor/compressed-data.ts';
import { expiry, INDEXES, partitionOf } from '#monitor/table.ts';
import type { Letter } from './letter.ts';

/** The table key of a letter's note. */
export interface NoteKey {
  readonly pk: string;
  readonly sk: string;
}

const POISON = 'poison';

/** The list of the letters of one job. */
const lettersKey = (participant: string, job: string): string => `letters#${participant}/${job}`;

/** Where a letter is noted: at each instance that its event belongs to, or with the poison events. */
export const noteKeys = ({ messageId, instances, failure: { participant, job } }: Letter): NoteKey[] => {
  const sk = `letter#${participant}/${job}#${messageId}`;
  return instances.length === 0 ? [{ pk: POISON, sk }] : instances.map(({ key }) => ({ pk: partitionOf(key), sk }));
};

/** The key of the instance that a note belongs to; null for a poison event. */
export const keyOfNote = ({ pk }: NoteKey): string | null => (pk === POISON ? null : pk.slice(partitionOf('').length));

/** The steps that a letter holds up, by process. */
export type HeldUp = Readonly<Record<string, string | null>>;

/** Notes a letter at one place, and the steps that it holds up there. Returns whether it is new. */
export async function putNote(key: NoteKey, letter: Letter, heldUp: HeldUp, now: Date): Promise<boolean> {
  const { participant, job, at, data, ...failure } = letter.failure;
  return taken(
    dynamodb.send('PutItem', {
      TableName: environment('TABLE_NAME'),
      Item: {
        ...key,
        participant,
        job,
        at,
        ...failure,
        heldUp,
        data: compressed(data),
        listKey: lettersKey(participant, job),
        listAt: `${at}#${letter.messageId}`,
        expiresAt: expiry(now),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

export async function deleteNote(key: NoteKey): Promise<void> {
  await dynamodb.send('DeleteItem', { TableName: environment('TABLE_NAME'), Key: key });
}

/** The notes of all letters of one job. */
export async function notesOf(participant: string, job: string): Promise<NoteKey[]> {
  const keys: NoteKey[] = [];
  const pages = queryPages({
    TableName: environment('TABLE_NAME'),
    IndexName: INDEXES.byList.name,
    KeyConditionExpression: 'listKey = :list',
    ExpressionAttributeValues: { ':list': lettersKey(participant, job) },
  });
  for await (const { Items = [] } of pages) keys.push(...Items.map(({ pk, sk }) => ({ pk, sk })));
  return keys;
}

/** The failures of an instance of a process, oldest first: at most so many. */
export async function readFailures(process: string, key: string, most = MAX_NOTES): Promise<Failure[]> {
  const failures: Failure[] = [];
  for await (const { source: _, data: __, sk: ___, heldUp, ...failure } of readNotes(partitionOf(key))) {
    if (!Object.hasOwn(heldUp, process)) continue;
    failures.push({ ...failure, step: heldUp[process] ?? null });
    if (failures.length === most) break;
  }
  return failures.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** A letter as far as a note tells an instance of it. */
export interface NotedLetter extends NoteKey {
  readonly participant: string;
  readonly job: string;
  readonly at: string;
  readonly heldUp: HeldUp;
}

/** The notes of letters at an instance: at most a thousand. */
export async function notesAt(key: string): Promise<NotedLetter[]> {
  const pk = partitionOf(key);
  const notes: NotedLetter[] = [];
  for await (const { sk, participant, job, at, heldUp } of readNotes(pk)) {
    notes.push({ pk, sk, participant, job, at, heldUp });
    if (notes.length === MAX_NOTES) break;
  }
  return notes;
}

const MAX_NOTES = 1000;

/** The poison events. */
export async function readPoison(): Promise<PoisonEvent[]> {
  const events: PoisonEvent[] = [];
  for await (const { heldUp: _, sk: __, ...event } of readNotes(POISON)) events.push({ ...event, step: null });
  return events;
}

type ReadNote = Omit<PoisonEvent, 'step'> & Pick<NotedLetter, 'sk' | 'heldUp'>;

async function* readNotes(pk: string): AsyncGenerator<ReadNote> {
  const pages = queryPages({
    TableName: environment('TABLE_NAME'),
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :letter)',
    ExpressionAttributeValues: { ':pk': pk, ':letter': 'letter#' },
    ConsistentRead: true,
  });
  for await (const { Items = [] } of pages) {
    for (const { sk, participant, job, heldUp = {}, eventId, type, source, error, attempts, at, data } of Items)
      yield {
        sk: String(sk),
        messageId: String(sk).split('#').at(-1) ?? '',
        participant,
        job,
        heldUp,
        eventId,
        type,
        source,
        error,
        attempts,
        at,
        data: decompressed(data),
      };
  }
}
