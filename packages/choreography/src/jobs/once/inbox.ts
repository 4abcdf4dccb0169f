import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { EXPIRES_AT, expiry, OUTCOME, RETENTION_DAYS } from '#contracts/retention.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import type { EventEntry } from '#jobs/event-entry.ts';
import type { Incoming } from '#jobs/incoming.ts';
import { Refusal } from '#jobs/refusal.ts';
import { FINGERPRINT_LENGTH, fingerprint } from './fingerprint.ts';
import { packOutcome, unpackOutcome } from './outcome.ts';

/** A job that acts once for a business key. */
export interface OnceJob {
  readonly participant: string;
  readonly name: string;
  /** As its declaration has it. @default for ever */
  readonly remembers?: 'for ever' | 'while it may come again' | undefined;
}

/** Whether what the job said need not be kept once it was taken: the item that stays has to be small. */
export const isRememberedForEver = ({ remembers }: OnceJob): boolean => remembers !== 'while it may come again';

/** What a participant's table remembers of a job done for a business key. */
export interface InboxItem {
  readonly pk: string;
  /** Hash of the data that the job was done for, as its contract had it then. */
  readonly fingerprint: string;
  /** Hash of that data as it was sent, if that is another: with fields that the job did not know. */
  readonly sent?: string;
  /** Absent while an effect is claimed but not recorded. */
  readonly doneAt?: string;
  /** What the job keeps of its key for ever: the item then lasts. */
  readonly record?: JobRecord;
  /** What the job said (`packOutcome`); absent if it said nothing, or need not say it again. */
  readonly outcome?: Uint8Array;
  /** When the job knew that what it said was taken. */
  readonly saidAt?: string;
  /** The invocation that is performing an effect, and until when (epoch milliseconds) it can be alive. */
  readonly claimedBy?: string;
  readonly claimedUntil?: number;
  /** When it is forgotten, if ever. */
  readonly [EXPIRES_AT]?: number;
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
  const contents = contentsOf(incoming);
  return {
    pk: inboxKey(job.name, incoming.key),
    fingerprint: contents.fingerprint,
    ...(contents.sent !== contents.fingerprint && { sent: contents.sent }),
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
  const doneAt = now.toISOString();
  const known = { job: job.name, key: incoming.key, doneAt, record, brought };
  return {
    ...inboxItem(job, incoming, now, isRememberedForEver(job) || record !== undefined),
    doneAt,
    ...(record !== undefined && { record }),
    ...(outcome.length > 0 && { outcome: packOutcome(outcome, known) }),
  };
}

/** The data as it was sent, which whoever brings the same again brings again. */
export const broughtBy = ({ data, sent = data }: Incoming<unknown>): unknown => sent;

/** The inbox item of a job and business key, read consistently. */
export async function readInbox(job: string, key: string): Promise<InboxItem | undefined> {
  return (await read(inboxKey(job, key))) as InboxItem | undefined;
}

/**
 * The events that a job said, from its inbox item: none if it said none, if they need not be said again, or if the job was brought
 * something else beside the data that it reads (who brought it this way brings it again). An item that lasts says them as long as others are kept.
 *
 * @param brought the data as it was sent; undefined where an outcome is readable by itself
 */
export async function outcomeOf(
  job: string,
  key: string,
  item: InboxItem,
  brought: unknown,
): Promise<readonly EventEntry[]> {
  if (item.outcome === undefined) return isOfEarlierVersion(item) ? readEarlierOutcome(job, key) : [];
  const { outcome, doneAt = '', record } = item;
  if (!(outcome instanceof Uint8Array)) return [];
  if (brought !== undefined && !isSame(item.sent ?? item.fingerprint, fingerprint(brought))) return [];
  if (record !== undefined && Date.now() / 1000 > expiry(new Date(doneAt), RETENTION_DAYS.outcomes)) return [];
  return unpackOutcome(outcome, { job, key, doneAt, record, brought });
}

/** Items of earlier versions have both fingerprints whole, and what was said beside them, in an item of its own that expires. */
const isOfEarlierVersion = ({ sent, saidAt }: InboxItem): boolean =>
  saidAt === undefined && sent !== undefined && sent.length > FINGERPRINT_LENGTH;

const readEarlierOutcome = async (job: string, key: string): Promise<readonly EventEntry[]> =>
  ((await read(`${OUTCOME}#${job}#${key}`))?.outcome as readonly EventEntry[] | undefined) ?? [];

async function read(pk: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await dynamodb.send('GetItem', {
    TableName: environment('TABLE_NAME'),
    Key: { pk },
    ConsistentRead: true,
  });
  return Item;
}

/**
 * What distinguishes a repetition from a conflict. What was sent is the same when it is replayed, though the job has learnt to read
 * more of it; what the job reads is the same though another event brought it.
 */
const contentsOf = (incoming: Incoming<unknown>): { fingerprint: string; sent: string } => ({
  fingerprint: fingerprint(incoming.data),
  sent: fingerprint(broughtBy(incoming)),
});

/** Whether a kept fingerprint, which may be of an earlier version, is this one. */
const isSame = (kept: string, now: string): boolean => kept.startsWith(now);

/** The same, of the contents of an inbox item, as a condition of DynamoDB with its values. */
export function sameContents(incoming: Incoming<unknown>) {
  const contents = contentsOf(incoming);
  return {
    condition:
      'begins_with(fingerprint, :contents) OR begins_with(sent, :sent) OR (attribute_not_exists(sent) AND begins_with(fingerprint, :sent))',
    values: { ':contents': contents.fingerprint, ':sent': contents.sent },
  };
}

/** Throws a {@link Refusal} when the same business key comes with other contents: a conflict that a person must judge. */
export function assertSameContents(job: string, incoming: Incoming<unknown>, item: InboxItem): void {
  const contents = contentsOf(incoming);
  if (isSame(item.fingerprint, contents.fingerprint)) return;
  if (isSame(item.sent ?? item.fingerprint, contents.sent)) return;
  throw new Refusal(
    'Conflict',
    `${job} was done before for ${incoming.key} with other contents; event ${incoming.eventId ?? '(none)'} was not applied.`,
  );
}
