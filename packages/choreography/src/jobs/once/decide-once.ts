import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { isError } from '#jobs/aws/json-service.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { type EventEntry, eventEntries } from '#jobs/event-entry.ts';
import type { Incoming } from '#jobs/incoming.ts';
import type { OutgoingEvent } from '#jobs/say.ts';
import { type TableReader, tableReader } from '#jobs/table/table.ts';
import {
  assertSameContents,
  broughtBy,
  doneItem,
  isRememberedForEver,
  type JobRecord,
  type OnceJob,
  outcomeOf,
  readInbox,
  type TransactItem,
} from './inbox.ts';
import { sayAgain } from './say-again.ts';
import { sayOutcome } from './say-outcome.ts';

/** A write of a decision: a TransactWriteItems action on the participant's own table, without its name. */
export type Write = { [Action in keyof TransactItem]?: Omit<NonNullable<TransactItem[Action]>, 'TableName'> };

export interface Decision {
  readonly writes: readonly Write[];
  readonly events: readonly OutgoingEvent[];
  /**
   * What the job keeps of its business key for ever, such as an entry of a ledger: `record` of the item that remembers that it is done
   * (`inboxKey`), which then lasts, whatever the job declares. It costs no write of its own.
   * @default nothing
   */
  readonly record?: JobRecord;
}

/** State and event in, writes and events out. It may run several times before its writes are taken. */
export type Decide<Data> = (data: Data, table: TableReader) => Promise<Decision>;

/**
 * Does a job once for its business key: decides, commits the writes with the inbox item in one transaction, publishes.
 * When the job was done before, publishes the stored outcome again, if it may not have been taken, and writes nothing. When the state changed between
 * decision and commit, decides again.
 * Throws a Refusal for the same key with other contents, and any other error if it should be retried.
 *
 * @param mayNotComeAgain whether nobody may bring the same again: what was said is then readable by itself until it is marked as said
 */
export async function decideOnce<Data>(
  job: OnceJob,
  decide: Decide<Data>,
  incoming: Incoming<Data>,
  remaining: RemainingTime,
  mayNotComeAgain = false,
): Promise<'done' | 'repeated'> {
  const producer = `${job.participant}/${job.name}`;
  // What somebody brings again is there to read the outcome by.
  const brought = mayNotComeAgain ? undefined : broughtBy(incoming);
  const decideNow = async (): Promise<readonly EventEntry[] | 'repeated' | 'contended'> => {
    const { writes, events, record } = await decide(incoming.data, tableReader(remaining));
    const now = new Date();
    const outcome = eventEntries(producer, incoming, events, now);
    const Item = doneItem(job, incoming, { outcome, record }, brought, now);
    return (await commit(Item, writes.map(onOwnTable))) ?? outcome;
  };
  const marks = mayNotComeAgain || isRememberedForEver(job);
  const sayAll = (entries: readonly EventEntry[]) => sayOutcome(job.name, incoming.key, entries, marks, remaining);
  for (let attempt = 1; ; attempt++) {
    const decided = await decideNow().catch((error) => unlessDone(job.name, incoming.key, error));
    if (decided === 'repeated') {
      await sayAll(sayAgain(await storedOutcome(producer, job, incoming, brought), incoming));
      return 'repeated';
    }
    if (decided !== 'contended') {
      await sayAll(decided);
      return 'done';
    }
    if (!(await backOff(attempt, remaining))) {
      throw new Error(
        `${producer} could not commit for ${incoming.key} in ${attempt} attempts: others kept changing the same items.`,
      );
    }
  }
}

/**
 * A decision may fail because it was taken before, when the state that it reads has changed since. A commit may succeed though
 * its answer is lost. The inbox item distinguishes both from a fault.
 */
async function unlessDone(job: string, key: string, error: unknown): Promise<'repeated'> {
  const item = await readInbox(job, key).catch(() => undefined);
  if (!item?.doneAt) throw error;
  return 'repeated';
}

/** Writes the inbox item, with other writes or alone: a write of a transaction costs twice. */
async function commit(Item: object, writes: readonly TransactItem[]): Promise<'repeated' | 'contended' | undefined> {
  const Put = { TableName: environment('TABLE_NAME'), Item, ConditionExpression: 'attribute_not_exists(pk)' };
  try {
    if (writes.length === 0) await dynamodb.send('PutItem', Put);
    else await dynamodb.send('TransactWriteItems', { TransactItems: [{ Put }, ...writes] });
    return undefined;
  } catch (error) {
    if (isError(error, 'ConditionalCheckFailedException')) return 'repeated';
    if (!isError(error, 'TransactionCanceledException')) throw error;
    const reasons = (error.details.CancellationReasons ?? []) as readonly { readonly Code?: string }[];
    const [inbox, ...others] = reasons.map(({ Code }) => Code);
    if (inbox === 'ConditionalCheckFailed') return 'repeated';
    if ([inbox, ...others].every((code) => code && CONTENTION.has(code))) return 'contended';
    throw error;
  }
}

/** Reasons for which deciding again can succeed (API reference: TransactWriteItems). */
const CONTENTION = new Set([
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

async function storedOutcome(
  producer: string,
  job: OnceJob,
  incoming: Incoming<unknown>,
  brought: unknown,
): Promise<readonly EventEntry[]> {
  const item = await readInbox(job.name, incoming.key);
  if (!item?.doneAt) throw new Error(`${producer}: the inbox item of ${incoming.key} is gone.`);
  assertSameContents(producer, incoming, item);
  return outcomeOf(job, incoming.key, item, brought);
}

function onOwnTable(write: Write): TransactItem {
  const TableName = environment('TABLE_NAME');
  return Object.fromEntries(
    Object.entries(write).map(([action, input]) => [action, { TableName, ...input }]),
  ) as TransactItem;
}
