import { GetCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from './aws/dynamodb.ts';
import { environment } from './environment.ts';
import type { EventEntry } from './event-entry.ts';
import { fingerprint } from './fingerprint.ts';
import type { Incoming } from './incoming.ts';
import { Refusal } from './refusal.ts';

/** What a participant's table remembers of a job done for a business key. */
export interface InboxItem {
  readonly pk: string;
  /** Hash of the data that the job was done for. */
  readonly fingerprint: string;
  /** What the job said, to be said again on a repeated delivery. Absent while an effect is claimed but not recorded. */
  readonly outcome?: readonly EventEntry[];
  readonly doneAt?: string;
  /** The invocation that is performing an effect, and until when (epoch milliseconds) it can be alive. */
  readonly claimedBy?: string;
  readonly claimedUntil?: number;
}

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The inbox key: the job (its name within the participant) and its business key. */
export const inboxKey = (job: string, key: string): string => `inbox#${job}#${key}`;

/** The write that says a job is done; it fails if the job was done before. */
export function inboxPut(
  job: string,
  incoming: Incoming<unknown>,
  outcome: readonly EventEntry[],
  now: Date,
): TransactItem {
  const item: InboxItem = {
    pk: inboxKey(job, incoming.key),
    fingerprint: fingerprint(incoming.data),
    outcome,
    doneAt: now.toISOString(),
  };
  return { Put: { TableName: environment('TABLE_NAME'), Item: item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

/** The inbox item of a job and business key, read consistently. */
export async function readInbox(job: string, key: string): Promise<InboxItem | undefined> {
  const { Item } = await dynamodb.send(
    new GetCommand({ TableName: environment('TABLE_NAME'), Key: { pk: inboxKey(job, key) }, ConsistentRead: true }),
  );
  return Item as InboxItem | undefined;
}

/** Throws a {@link Refusal} when the same business key comes with other contents: a conflict that a person must judge. */
export function assertSameContents(job: string, incoming: Incoming<unknown>, item: InboxItem): void {
  if (item.fingerprint === fingerprint(incoming.data)) return;
  throw new Refusal(
    'Conflict',
    `${job} was done before for ${incoming.key} with other contents; event ${incoming.eventId ?? '(none)'} was not applied.`,
  );
}
