import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { isFault } from '#contracts/is-fault.ts';
import { RETENTION_DAYS } from '#contracts/retention.ts';
import { sqs } from '#jobs/aws/sqs.ts';
import { environment } from '#jobs/environment.ts';
import { runTogether } from '#jobs/publish/put-together.ts';
import { setAside } from '#jobs/set-aside.ts';
import { paceOf, pauseAfter, waitForStart } from './pauses.ts';

/** Handles one event; rejects if it should be tried again. */
type Once<Event> = (event: Event, context: Context) => Promise<void>;

/** A Lambda handler for an event, or for a batch of the job's retry queue. */
export interface RetriedHandler<Event> {
  (event: Event, context: Context): Promise<void>;
  (batch: SQSEvent, context: Context): Promise<SQSBatchResponse>;
}

/** The most attempts from the retry queue at an event that the code itself fails on, after Lambda's own attempts. */
const ATTEMPTS_OF_A_FAULT = 3;
const MAX_AGE_MS = RETENTION_DAYS.retries * 86_400_000;

/**
 * Makes a handler that also accepts events from the job's retry queue: in the record of a failure destination (Lambda developer guide:
 * "Retaining records of asynchronous invocations"), or as they are. A failed event stays in the queue for days, with growing pauses; one
 * that the code itself fails on is set aside after a few attempts.
 */
export function withRetries<Event extends object>(once: Once<Event>): RetriedHandler<Event> {
  const handler = (given: Event | SQSEvent, context: Context) =>
    isBatch(given) ? retry(given.Records, once as Once<unknown>, context) : once(given, context);
  return handler as RetriedHandler<Event>;
}

/** Whether what a function is given is a batch of a queue. */
export const isBatch = (given: object): given is SQSEvent =>
  'Records' in given && Array.isArray(given.Records) && given.Records[0]?.eventSource === 'aws:sqs';

async function retry(records: readonly SQSRecord[], once: Once<unknown>, context: Context): Promise<SQSBatchResponse> {
  const pace = paceOf(process.env);
  const begun = Date.now();
  const runs = records.map((record, at) => async () => {
    await waitForStart(at, begun, pace);
    return attempt(record, once, context);
  });
  // At a rate, what one event says does not wait for the next to begin.
  const pauses = await (pace > 0 ? Promise.all(runs.map((run) => run())) : runTogether(context, runs));
  const failed = records.flatMap((record, at) => {
    const pause = pauses[at];
    return pause === undefined ? [] : [{ record, pause }];
  });
  if (failed.length > 0) await hide(failed);
  await waitForStart(records.length, begun, pace);
  return { batchItemFailures: failed.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

/** Tries one message. Returns the pause until its next attempt, in seconds; undefined if it was handled or set aside. */
async function attempt(record: SQSRecord, once: Once<unknown>, context: Context): Promise<number | undefined> {
  const { event, invocations, error: before } = contentOf(record);
  const received = Number(record.attributes.ApproximateReceiveCount);
  const age = Date.now() - Number(record.attributes.SentTimestamp);
  const pause = pauseAfter(received);
  const giveUp = async (error: Error) => {
    await setAside(event, error, context, { condition: 'RetriesExhausted', attempts: invocations + received });
    return undefined;
  };
  try {
    // Every invocation for days was throttled, or crashed before it got here.
    if (age > MAX_AGE_MS) return await giveUp(before);
    await once(event, context);
    return undefined;
  } catch (error) {
    const isLast = age + pause * 1000 > MAX_AGE_MS || (isFault(error) && received >= ATTEMPTS_OF_A_FAULT);
    return isLast ? giveUp(asError(error)).catch(() => pause) : pause;
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

interface Content {
  readonly event: object;
  /** How often Lambda tried it before it came to the queue. */
  readonly invocations: number;
  readonly error: Error;
}

/** Reads a message: its body is the record of an invocation, or the event itself. */
function contentOf({ body }: SQSRecord): Content {
  const content = parsed(body);
  const { requestPayload, requestContext, responsePayload } = Object(content);
  const error = new Error(responsePayload?.errorMessage ?? 'It was not handled in time.');
  error.name = responsePayload?.errorType ?? 'RetriesExhausted';
  if (requestPayload === undefined) return { event: content as object, invocations: 0, error };
  return { event: requestPayload, invocations: requestContext?.approximateInvokeCount ?? 0, error };
}

/** A body that is not JSON is passed on unchanged: the job's contract refuses it. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Hides messages for their pauses, ten with a request. If that fails, they come again after the queue's own visibility timeout. */
async function hide(failed: readonly { readonly record: SQSRecord; readonly pause: number }[]): Promise<void> {
  const Entries = failed.map(({ record, pause }, at) => ({
    Id: `${at}`,
    ReceiptHandle: record.receiptHandle,
    VisibilityTimeout: pause,
  }));
  for (let at = 0; at < Entries.length; at += MAX_BATCH_ENTRIES)
    await sqs
      .send('ChangeMessageVisibilityBatch', {
        QueueUrl: environment('RETRY_URL'),
        Entries: Entries.slice(at, at + MAX_BATCH_ENTRIES),
      })
      .catch(() => undefined);
}

/** A batch request of SQS takes ten entries at most (SQS API reference: ChangeMessageVisibilityBatch). */
const MAX_BATCH_ENTRIES = 10;
