import { GetCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { EXPIRES_AT, expiry, OUTCOME, RETENTION_DAYS } from '#contracts/retention.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import type { EventEntry } from '#jobs/event-entry.ts';
import type { Incoming } from '#jobs/incoming.ts';
import { Refusal } from '#jobs/refusal.ts';
import { fingerprint } from './fingerprint.ts';

/** What a participant's table remembers for ever of a job done for a business key: nothing personal. */
export interface InboxItem {
  readonly pk: string;
  /** Hash of the data that the job was done for, as its contract had it then. */
  readonly fingerprint: string;
  /** Hash of that data as it was sent, with fields that the job did not know; absent from items of earlier versions. */
  readonly sent?: string;
  /** Absent while an effect is claimed but not recorded. */
  readonly doneAt?: string;
  /** When the job knew that what it said was taken; only of a job that nobody retries. */
  readonly saidAt?: string;
  /** The invocation that is performing an effect, and until when (epoch milliseconds) it can be alive. */
  readonly claimedBy?: string;
  readonly claimedUntil?: number;
}

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The inbox key: the job (its name within the participant) and its business key. */
export const inboxKey = (job: string, key: string): string => `inbox#${job}#${key}`;

/** The key of what the job said for its business key, which is forgotten after a time. */
const outcomeKey = (job: string, key: string): string => `${OUTCOME}#${job}#${key}`;

/** The write that says a job is done; it fails if the job was done before. */
export function inboxPut(job: string, incoming: Incoming<unknown>, now: Date): TransactItem {
  const item: InboxItem = {
    pk: inboxKey(job, incoming.key),
    ...contentsOf(incoming),
    doneAt: now.toISOString(),
  };
  return { Put: { TableName: environment('TABLE_NAME'), Item: item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

/** The writes that keep what a job said, to be said again on a repeated delivery: none if it said nothing. */
export function outcomePuts(job: string, key: string, outcome: readonly EventEntry[], now: Date): TransactItem[] {
  if (outcome.length === 0) return [];
  const Item = { pk: outcomeKey(job, key), outcome, [EXPIRES_AT]: expiry(now, RETENTION_DAYS.outcomes) };
  return [{ Put: { TableName: environment('TABLE_NAME'), Item } }];
}

/**
 * The events that a job said for its business key; none if it said none, or if they have expired. Must be read after the inbox
 * item: both are written in one transaction, so a reader that saw the inbox item sees the outcome.
 */
export async function readOutcome(job: string, key: string): Promise<readonly EventEntry[]> {
  const { Item } = await dynamodb.send(
    new GetCommand({ TableName: environment('TABLE_NAME'), Key: { pk: outcomeKey(job, key) }, ConsistentRead: true }),
  );
  return Item?.outcome ?? [];
}

/** The inbox item of a job and business key, read consistently. */
export async function readInbox(job: string, key: string): Promise<InboxItem | undefined> {
  const { Item } = await dynamodb.send(
    new GetCommand({ TableName: environment('TABLE_NAME'), Key: { pk: inboxKey(job, key) }, ConsistentRead: true }),
  );
  return Item as InboxItem | undefined;
}

/**
 * What distinguishes a repetition from a conflict. What was sent is the same when it is replayed, though the job has learnt to read
 * more of it; what the job reads is the same though another event brought it.
 */
export const contentsOf = ({ data, sent = data }: Incoming<unknown>): { fingerprint: string; sent: string } => ({
  fingerprint: fingerprint(data),
  sent: fingerprint(sent),
});

/** Throws a {@link Refusal} when the same business key comes with other contents: a conflict that a person must judge. */
export function assertSameContents(job: string, incoming: Incoming<unknown>, item: InboxItem): void {
  const contents = contentsOf(incoming);
  if (item.fingerprint === contents.fingerprint || item.sent === contents.sent) return;
  throw new Refusal(
    'Conflict',
    `${job} was done before for ${incoming.key} with other contents; event ${incoming.eventId ?? '(none)'} was not applied.`,
  );
}
