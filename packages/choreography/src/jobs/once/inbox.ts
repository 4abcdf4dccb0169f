import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { EXPIRES_AT, expiry, OUTCOME, RETENTION_DAYS } from '#contracts/retention.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import type { EventEntry } from '#jobs/event-entry.ts';
import type { Incoming } from '#jobs/incoming.ts';
import { Refusal } from '#jobs/refusal.ts';
import { EARLIER_LENGTH, earlierFingerprint, fingerprint } from './fingerprint.ts';
import { type KnownOfOutcome, type OutcomeSayer, packOutcome, unpackOutcome } from './outcome.ts';

/** A job that acts once for a business key. */
export interface OnceJob {
  readonly participant: string;
  readonly name: string;
  /** As its declaration has it. @default for ever */
  readonly remembers?: 'for ever' | 'while it may come again' | undefined;
  /** What it may say. What it said names its events in full if this is not known. */
  readonly emits?: OutcomeSayer['emits'] | undefined;
}

/** Whether what the job said need not be kept once it was taken: the item that stays has to be small. */
export const isRememberedForEver = ({ remembers }: OnceJob): boolean => remembers !== 'while it may come again';

/** What a participant's table remembers of a job done for a business key. What lasts is kept for years: it has to be small. */
export interface InboxItem extends EarlierItem {
  readonly pk: string;
  /** Fingerprint of the data that the job was done for, as its contract had it then. */
  readonly sha?: Uint8Array;
  /** Fingerprint of that data as it was sent, if that is another: with fields that the job did not know. */
  readonly shaSent?: Uint8Array;
  /** In milliseconds since 1970, in items of earlier versions ISO 8601; absent while an effect is claimed but not recorded. */
  readonly doneAt?: number | string;
  /** What the job keeps of its key for ever: the item then lasts. */
  readonly record?: JobRecord;
  /** What the job said (`packOutcome`); absent if it said nothing, or need not say it again. */
  readonly outcome?: Uint8Array;
  /** The invocation that is performing an effect, and until when (epoch milliseconds) it can be alive. */
  readonly claimedBy?: string;
  readonly claimedUntil?: number;
  /** When it is forgotten, if ever. */
  readonly [EXPIRES_AT]?: number;
}

/** What only items of earlier versions have. */
interface EarlierItem {
  /** The fingerprints, as text. */
  readonly fingerprint?: string;
  readonly sent?: string;
  /** When the job knew that what it said was taken. */
  readonly saidAt?: string;
}

/** What a job keeps of a business key for ever: an entry of a ledger, a dispatch. */
export type JobRecord = Readonly<Record<string, unknown>>;

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * The key of the item that remembers a job (its name within the participant) for a business key. What the job keeps of that key is the
 * item's `record`, for other jobs of the participant to read.
 */
export const inboxKey = (job: string, key: string): string => `inbox#${job}#${key}`;

/** Whose item a key is that `inboxKey` made: names of jobs have no `#`. */
export function jobAndKeyOf(pk: string): { readonly job: string; readonly key: string } {
  const [, job = '', ...key] = pk.split('#');
  return { job, key: key.join('#') };
}

/** An inbox item's attributes, whether the job is done or about to be. */
export const inboxItem = (
  job: OnceJob,
  incoming: Incoming<unknown>,
  now: Date,
  lasts: boolean = isRememberedForEver(job),
) => {
  const [sha, shaSent] = contentsOf(incoming).map(fingerprint);
  return {
    pk: inboxKey(job.name, incoming.key),
    sha,
    ...(!isEqual(shaSent, sha) && { shaSent }),
    ...(!lasts && { [EXPIRES_AT]: expiry(now, RETENTION_DAYS.outcomes) }),
  };
};

/**
 * An inbox item of a job that is done. With a record it lasts.
 *
 * @param brought the data as it was sent; undefined where what was said has to be readable by itself
 */
export function doneItem(
  job: OnceJob,
  incoming: Incoming<unknown>,
  { outcome, record }: { readonly outcome: readonly EventEntry[]; readonly record?: JobRecord | undefined },
  brought: unknown,
  now: Date,
) {
  return {
    ...inboxItem(job, incoming, now, isRememberedForEver(job) || record !== undefined),
    doneAt: now.getTime(),
    ...(record !== undefined && { record }),
    ...(outcome.length > 0 && { outcome: packOutcome(outcome, knownOf(job, incoming.key, now, record, brought)) }),
  };
}

/** What an outcome is packed with, and read with. Where nothing is brought again it is readable by the item alone. */
const knownOf = (
  { name, participant, emits }: NamedJob,
  key: string,
  doneAt: Date,
  record: JobRecord | undefined,
  brought: unknown,
): KnownOfOutcome => ({
  ...{ job: name, key, doneAt: doneAt.toISOString(), record, brought },
  sayer: brought !== undefined && participant && emits ? { participant, emits } : undefined,
});

type NamedJob = Pick<OnceJob, 'name'> & Partial<OnceJob>;

/** The data as it was sent, which whoever brings the same again brings again. */
export const broughtBy = ({ data, sent = data }: Incoming<unknown>): unknown => sent;

/** The inbox item of a job and business key, read consistently. */
export async function readInbox(job: string, key: string): Promise<InboxItem | undefined> {
  return (await readItem(inboxKey(job, key))) as InboxItem | undefined;
}

/**
 * The events that a job said, from its inbox item: none if it said none, if they need not be said again, or if the job was brought
 * something else beside the data that it reads (who brought it this way brings it again). An item that lasts says them as long as others are kept.
 *
 * @param brought the data as it was sent; undefined where an outcome is readable by itself
 */
export async function outcomeOf(
  job: NamedJob,
  key: string,
  item: InboxItem,
  brought: unknown,
): Promise<readonly EventEntry[]> {
  const { outcome, doneAt = 0, record } = item;
  if (outcome === undefined) return isOfEarliestVersion(item) ? readEarlierOutcome(job.name, key) : [];
  if (!(outcome instanceof Uint8Array)) return [];
  if (brought !== undefined && !isFingerprint(item, 'sent', brought)) return [];
  const done = new Date(doneAt);
  if (record !== undefined && Date.now() / 1000 > expiry(done, RETENTION_DAYS.outcomes)) return [];
  return unpackOutcome(outcome, knownOf(job, key, done, record, brought));
}

/** The first items have both fingerprints whole, and what was said beside them, in an item of its own that expires. */
const isOfEarliestVersion = ({ sent, saidAt }: InboxItem): boolean =>
  saidAt === undefined && sent !== undefined && sent.length > EARLIER_LENGTH;

const readEarlierOutcome = async (job: string, key: string): Promise<readonly EventEntry[]> =>
  ((await readItem(`${OUTCOME}#${job}#${key}`))?.outcome as readonly EventEntry[] | undefined) ?? [];

async function readItem(pk: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamodb.send('GetItem', {
    TableName: environment('TABLE_NAME'),
    Key: { pk },
    ConsistentRead: true,
  });
  return Item;
}

/**
 * What distinguishes a repetition from a conflict: what the job reads, and what was sent. What was sent is the same when it is replayed,
 * though the job has learnt to read more of it; what the job reads is the same though another event brought it.
 */
const contentsOf = (incoming: Incoming<unknown>): readonly [read: unknown, sent: unknown] => [
  incoming.data,
  broughtBy(incoming),
];

const isEqual = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;

/** Whether an item, which may be of an earlier version, is of some data as the job read it, or as it was sent. */
function isFingerprint(item: InboxItem, as: 'read' | 'sent', data: unknown): boolean {
  const { sha, shaSent = sha, fingerprint: text, sent = text } = item;
  if (sha) return isEqual(as === 'read' ? sha : shaSent, fingerprint(data));
  return (as === 'read' ? text : sent)?.startsWith(earlierFingerprint(data)) ?? false;
}

/** The same, of the contents of an inbox item, as a condition of DynamoDB with its values. */
export function sameContents(incoming: Incoming<unknown>) {
  const [read, sent] = contentsOf(incoming);
  return {
    condition: [
      'sha = :read OR shaSent = :sent OR (attribute_not_exists(shaSent) AND sha = :sent)',
      'begins_with(fingerprint, :readText) OR begins_with(sent, :sentText)',
      '(attribute_not_exists(sent) AND begins_with(fingerprint, :sentText))',
    ].join(' OR '),
    values: {
      ...{ ':read': fingerprint(read), ':sent': fingerprint(sent) },
      ...{ ':readText': earlierFingerprint(read), ':sentText': earlierFingerprint(sent) },
    },
  };
}

/** Throws a {@link Refusal} when the same business key comes with other contents: a conflict that a person must judge. */
export function assertSameContents(job: string, incoming: Incoming<unknown>, item: InboxItem): void {
  const [read, sent] = contentsOf(incoming);
  if (isFingerprint(item, 'read', read) || isFingerprint(item, 'sent', sent)) return;
  throw new Refusal(
    'Conflict',
    `${job} was done before for ${incoming.key} with other contents; event ${incoming.eventId ?? '(none)'} was not applied.`,
  );
}
