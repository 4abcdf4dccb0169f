import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { type EventEntry, eventEntries } from '#jobs/event-entry.ts';
import type { Incoming } from '#jobs/incoming.ts';
import { publish } from '#jobs/publish.ts';
import type { OutgoingEvent } from '#jobs/say.ts';
import { type TableReader, tableReader } from '#jobs/table/table.ts';
import { assertSameContents, inboxPut, outcomePuts, readInbox, readOutcome, type TransactItem } from './inbox.ts';
import { sayAgain } from './say-again.ts';
import type { Safeguard } from './unsaid.ts';

/** A write of a decision: a TransactWriteItems action on the participant's own table, without its name. */
export type Write = { [Action in keyof TransactItem]?: Omit<NonNullable<TransactItem[Action]>, 'TableName'> };

export interface Decision {
  readonly writes: readonly Write[];
  readonly events: readonly OutgoingEvent[];
}

/** State and event in, writes and events out. It may run several times before its writes are taken. */
export type Decide<Data> = (data: Data, table: TableReader) => Promise<Decision>;

/**
 * Does a job once for its business key: decides, commits the writes with the inbox item in one transaction, publishes.
 * When the job was done before, publishes the stored outcome again, if it was not forgotten yet, and writes nothing. When the state changed between
 * decision and commit, decides again.
 * A safeguard has what is committed said though the run ends before it is.
 * Throws a Refusal for the same key with other contents, and any other error if it should be retried.
 */
export async function decideOnce<Data>(
  job: { readonly participant: string; readonly name: string },
  decide: Decide<Data>,
  incoming: Incoming<Data>,
  remaining: RemainingTime,
  safeguard?: Safeguard,
): Promise<'done' | 'repeated'> {
  const producer = `${job.participant}/${job.name}`;
  const decideNow = async (): Promise<readonly EventEntry[] | 'repeated' | 'contended'> => {
    const { writes, events } = await decide(incoming.data, tableReader(remaining));
    const now = new Date();
    const outcome = eventEntries(producer, incoming, events, now);
    if (outcome.length > 0) await safeguard?.beforeCommit();
    const inbox = [inboxPut(job.name, incoming, now), ...outcomePuts(job.name, incoming.key, outcome, now)];
    return (await commit([...inbox, ...writes.map(onOwnTable)])) ?? outcome;
  };
  const sayAll = async (entries: readonly EventEntry[]) => {
    await publish(entries, remaining);
    if (entries.length > 0) await safeguard?.afterSaying();
  };
  for (let attempt = 1; ; attempt++) {
    const decided = await decideNow().catch((error) => unlessDone(job.name, incoming.key, error));
    if (decided === 'repeated') {
      await sayAll(sayAgain(await storedOutcome(producer, job.name, incoming), incoming));
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

async function commit(TransactItems: TransactItem[]): Promise<'repeated' | 'contended' | undefined> {
  try {
    await dynamodb.send(new TransactWriteCommand({ TransactItems }));
    return undefined;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [inbox, ...others] = (error.CancellationReasons ?? []).map(({ Code }) => Code);
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
  job: string,
  incoming: Incoming<unknown>,
): Promise<readonly EventEntry[]> {
  const item = await readInbox(job, incoming.key);
  if (!item?.doneAt) throw new Error(`${producer}: the inbox item of ${incoming.key} is gone.`);
  assertSameContents(producer, incoming, item);
  return readOutcome(job, incoming.key);
}

function onOwnTable(write: Write): TransactItem {
  const TableName = environment('TABLE_NAME');
  return Object.fromEntries(
    Object.entries(write).map(([action, input]) => [action, { TableName, ...input }]),
  ) as TransactItem;
}
