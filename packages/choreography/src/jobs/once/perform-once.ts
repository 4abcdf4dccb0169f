import { randomUUID } from 'node:crypto';
import { dynamodb, taken } from '#jobs/aws/dynamodb.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { type EventEntry, eventEntries } from '#jobs/event-entry.ts';
import type { Incoming } from '#jobs/incoming.ts';
import type { OutgoingEvent } from '#jobs/say.ts';
import {
  assertSameContents,
  broughtBy,
  doneItem,
  inboxItem,
  inboxKey,
  isRememberedForEver,
  type OnceJob,
  outcomeOf,
  readInbox,
  sameContents,
} from './inbox.ts';
import { sayAgain } from './say-again.ts';
import { sayOutcome } from './say-outcome.ts';

/**
 * An effect outside DynamoDB that no transaction can hold. It throws {@link NotPerformed} when it certainly did not
 * happen; any other error leaves that open.
 */
export type Perform<Data> = (data: Data) => Promise<readonly OutgoingEvent[]>;

/** The effect certainly did not happen: the claim on it is released, so that it can be tried again at once. */
export class NotPerformed extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/** An effect is begun only if so much time is left to end it and to record it, in milliseconds. */
const TIME_FOR_EFFECT = 4000;

/**
 * Performs an effect once for its business key: claim, perform, record, publish. The claim keeps every other run away for
 * as long as this one can be alive. Lambda may hand one event to two runs at once under one request id, so a claim belongs
 * to a run, and not to a request.
 *
 * The one window in which the effect can happen twice: the run ends after the effect and before the record. It spans one
 * write, and no protocol without the effect's own idempotency key can close it.
 */
export async function performOnce<Data>(
  job: OnceJob,
  perform: Perform<Data>,
  incoming: Incoming<Data>,
  remaining: RemainingTime,
): Promise<'done' | 'repeated'> {
  const producer = `${job.participant}/${job.name}`;
  const run = randomUUID();
  const marks = isRememberedForEver(job);
  const say = (entries: readonly EventEntry[]) => sayOutcome(job.name, incoming.key, entries, marks, remaining);
  const stored = await claim(producer, job, incoming, run, remaining);
  if (stored) {
    await say(sayAgain(stored, incoming));
    return 'repeated';
  }
  if (remaining.getRemainingTimeInMillis() < TIME_FOR_EFFECT) {
    await release(job.name, incoming.key, run);
    throw new Error(`${producer} has too little time left for ${incoming.key}: it waited for another run of it.`);
  }
  const said = await perform(incoming.data).catch(async (error: unknown) => {
    if (!(error instanceof NotPerformed)) throw error;
    await release(job.name, incoming.key, run);
    throw error.cause;
  });
  const now = new Date();
  await say(await record(job, incoming, eventEntries(producer, incoming, said, now), now, remaining));
  return 'done';
}

/** Claims the effect, waiting while another run holds it. Returns the outcome if it was performed before. */
async function claim(
  producer: string,
  job: OnceJob,
  incoming: Incoming<unknown>,
  run: string,
  remaining: RemainingTime,
): Promise<readonly EventEntry[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    if (await tryClaim(job, incoming, run, remaining)) return undefined;
    const item = await readInbox(job.name, incoming.key);
    if (item) {
      assertSameContents(producer, incoming, item);
      if (item.doneAt) return outcomeOf(job, incoming.key, item, broughtBy(incoming));
    }
    if (!(await backOff(attempt, remaining))) {
      throw new Error(
        `${producer} is being performed for ${incoming.key} by another run, until ${new Date(item?.claimedUntil ?? 0).toISOString()} at the latest.`,
      );
    }
  }
}

async function tryClaim(
  job: OnceJob,
  incoming: Incoming<unknown>,
  run: string,
  remaining: RemainingTime,
): Promise<boolean> {
  const now = Date.now();
  const { condition, values } = sameContents(incoming);
  return taken(
    dynamodb.send('PutItem', {
      TableName: environment('TABLE_NAME'),
      Item: {
        ...inboxItem(job, incoming, new Date(now)),
        claimedBy: run,
        claimedUntil: now + remaining.getRemainingTimeInMillis() + 1000,
      },
      // By the run itself: a call whose answer was lost is made again.
      ConditionExpression: `attribute_not_exists(pk) OR (attribute_not_exists(doneAt) AND (${condition}) AND (claimedBy = :run OR claimedUntil < :now))`,
      ExpressionAttributeValues: { ...values, ':run': run, ':now': now },
    }),
  );
}

/**
 * Records the outcome of the effect while there is time: until then the effect can happen twice. Returns the recorded outcome,
 * which is another run's if the effect did happen twice: only one outcome is ever said.
 */
async function record(
  job: OnceJob,
  incoming: Incoming<unknown>,
  outcome: readonly EventEntry[],
  now: Date,
  remaining: RemainingTime,
): Promise<readonly EventEntry[]> {
  const { pk, ...kept } = doneItem(job, incoming, { outcome }, broughtBy(incoming), now);
  const update = {
    TableName: environment('TABLE_NAME'),
    Key: { pk },
    UpdateExpression: `SET ${Object.keys(kept).map((name) => `${name} = :${name}`)} REMOVE claimedBy, claimedUntil`,
    ConditionExpression: 'attribute_not_exists(doneAt)',
    ExpressionAttributeValues: Object.fromEntries(Object.entries(kept).map(([name, value]) => [`:${name}`, value])),
  };
  for (let attempt = 1; ; attempt++) {
    try {
      if (await taken(dynamodb.send('UpdateItem', update))) return outcome;
      const done = await readInbox(job.name, incoming.key);
      return done ? await outcomeOf(job, incoming.key, done, broughtBy(incoming)) : outcome;
    } catch (error) {
      if (!(await backOff(attempt, remaining))) throw error;
    }
  }
}

async function release(job: string, key: string, run: string): Promise<void> {
  await taken(
    dynamodb.send('DeleteItem', {
      TableName: environment('TABLE_NAME'),
      Key: { pk: inboxKey(job, key) },
      ConditionExpression: 'claimedBy = :run',
      ExpressionAttributeValues: { ':run': run },
    }),
  );
}
