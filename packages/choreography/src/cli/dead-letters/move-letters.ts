import { setTimeout } from 'node:timers/promises';
import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  type SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { lettersIn } from './letters-in.ts';

/** From where and to where letters are moved, by the URLs of the queues. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** What became of the letters. */
export interface Moved {
  readonly moved: number;
  /** How many are in the queue still: hidden by another reader, or set aside again. */
  readonly still: number;
}

/** The first pause before SQS is asked how far it is, and the longest, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 1000;

/**
 * Has SQS itself move all letters of a queue, and follows it until it is done ("StartMessageMoveTask", Amazon SQS API reference: the
 * queue must be the dead-letter queue of another queue). A task that runs already, because the command that began it was killed, is followed
 * instead. When it is broken off, the task is cancelled. What is set aside again meanwhile is not moved for ever: a task that has moved as
 * many as there were is ended. Returns undefined, after a line that says why, if SQS does not begin.
 *
 * @throws Error with SQS's reason if the task fails
 */
export async function moveLetters(
  sqs: SQSClient,
  { from, to }: Move,
  { tell, progress, signal }: MoveOptions,
): Promise<Moved | undefined> {
  const SourceArn = await arnOf(sqs, from);
  const DestinationArn = await arnOf(sqs, to);
  if ((await latestTask(sqs, SourceArn))?.Status !== 'RUNNING') {
    const why = await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn })).then(undefined, whyNot);
    if (typeof why === 'string') {
      tell(`SQS does not move letters itself here (${why}): they are given back by tens.`);
      return undefined;
    }
  }
  const moved = await follow(sqs, SourceArn, progress, signal);
  const { visible, hidden } = await lettersIn(sqs, from);
  return { moved, still: visible + hidden };
}

interface MoveOptions {
  /** Prints a line. */
  readonly tell: (line: string) => void;
  /** Is told how many were moved so far. */
  readonly progress: (moved: number) => void;
  readonly signal: AbortSignal;
}

/** Returns how many letters the task moved in the end. */
async function follow(
  sqs: SQSClient,
  SourceArn: string,
  progress: (moved: number) => void,
  signal: AbortSignal,
): Promise<number> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(MAX_PAUSE_MS, 2 * pause)) {
    const task = await latestTask(sqs, SourceArn);
    const moved = Number(task?.ApproximateNumberOfMessagesMoved ?? 0);
    progress(moved);
    if (task?.Status === 'FAILED') throw new Error(`SQS stopped moving letters: ${task.FailureReason ?? 'unknown'}.`);
    const isMeantToEnd = signal.aborted || moved >= Number(task?.ApproximateNumberOfMessagesToMove ?? Infinity);
    if (task?.Status === 'RUNNING' && isMeantToEnd) await cancel(sqs, task);
    else if (task?.Status !== 'RUNNING' && task?.Status !== 'CANCELLING') return moved;
    await setTimeout(pause, undefined, signal.aborted ? {} : { signal }).catch(() => undefined);
  }
}

/** A task that has come to its end by now cannot be cancelled. */
async function cancel(sqs: SQSClient, { TaskHandle }: ListMessageMoveTasksResultEntry): Promise<void> {
  await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })).catch((error) => void whyNot(error));
}

/** An engine without such tasks has none. */
async function latestTask(sqs: SQSClient, SourceArn: string): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results: [latest] = [] } = await sqs
    .send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }))
    .catch((error) => ({ Results: [], why: whyNot(error) }));
  return latest;
}

async function arnOf(sqs: SQSClient, QueueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  return Attributes?.QueueArn ?? '';
}

/** The name of SQS's refusal. Throws any other error. */
function whyNot(error: unknown): string {
  if (error instanceof SQSServiceException) return error.name;
  throw error;
}
