import { answerBatch, type BatchEntry } from './batch.ts';
import { type SendRequest, sizeOf } from './check-message.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { Queue } from './queue.ts';
import { QUEUE_ACTIONS } from './queue-actions.ts';
import type { Queues } from './queues.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { invalidValue, missingParameter, SqsError } from './sqs-error.ts';

export interface SqsState {
  readonly queues: Queues;
  readonly moveTasks: MoveTasks;
  /** When queues were purged last, in milliseconds since 1970. */
  readonly purged: WeakMap<Queue, number>;
}
export type Parameters = Readonly<Record<string, unknown>>;
/** Answers the parameters of a call. Throws SqsError. */
export type Action = (state: SqsState, parameters: Parameters) => object | Promise<object>;

const MAX_BATCH_BYTES = 1_048_576;

type Entries<E> = readonly (E & BatchEntry)[] | undefined;
interface Receipt {
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

/** The actions of SQS, by name. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  ...QUEUE_ACTIONS,
  SendMessage: ({ queues }, parameters) => sendMessage(queues.at(parameters.QueueUrl), parameters),
  SendMessageBatch({ queues }, { QueueUrl, Entries }) {
    const queue = queues.at(QueueUrl);
    const entries = Entries as Entries<SendRequest>;
    const bytes = (entries ?? []).reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes > MAX_BATCH_BYTES)
      throw new SqsError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
      );
    return answerBatch(entries, (entry) => sendMessage(queue, entry));
  },
  ReceiveMessage: ({ queues }, parameters) => receiveMessage(queues, queues.at(parameters.QueueUrl), parameters),
  DeleteMessage({ queues }, { QueueUrl, ReceiptHandle }) {
    deleteMessage(queues, queues.at(QueueUrl), ReceiptHandle);
    return {};
  },
  DeleteMessageBatch({ queues }, { QueueUrl, Entries }) {
    const queue = queues.at(QueueUrl);
    return answerBatch(Entries as Entries<Receipt>, ({ ReceiptHandle }) => {
      deleteMessage(queues, queue, ReceiptHandle);
      return {};
    });
  },
  ChangeMessageVisibility({ queues }, { QueueUrl, ...receipt }) {
    changeVisibility(queues, queues.at(QueueUrl), receipt);
    return {};
  },
  ChangeMessageVisibilityBatch({ queues }, { QueueUrl, Entries }) {
    const queue = queues.at(QueueUrl);
    return answerBatch(Entries as Entries<Receipt>, (receipt) => {
      changeVisibility(queues, queue, receipt);
      return {};
    });
  },
  StartMessageMoveTask: ({ moveTasks }, parameters) => moveTasks.start(parameters),
  ListMessageMoveTasks: ({ moveTasks }, parameters) => moveTasks.list(parameters),
  CancelMessageMoveTask: ({ moveTasks }, parameters) => moveTasks.cancel(parameters),
};

const RECEIPT_HANDLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function handleIn(receiptHandle: unknown): string {
  if (receiptHandle === undefined) throw missingParameter('ReceiptHandle');
  if (!RECEIPT_HANDLE.test(String(receiptHandle)))
    throw new SqsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      404,
    );
  return String(receiptHandle);
}

/** A message that is gone counts as deleted; one of a FIFO queue cannot be when its visibility timeout is over. */
function deleteMessage(queues: Queues, queue: Queue, receiptHandle: unknown): void {
  const handle = handleIn(receiptHandle);
  const message = queue.find(handle);
  if (!message) return;
  if (queue.isFifo && message.visibleAt <= queues.clock.now())
    throw invalidValue(handle, 'ReceiptHandle', 'The receipt handle has expired.');
  queue.remove(message);
}

const MAX_VISIBILITY_SECONDS = 43_200;

function changeVisibility(queues: Queues, queue: Queue, { ReceiptHandle, VisibilityTimeout: seconds }: Receipt): void {
  const handle = handleIn(ReceiptHandle);
  if (seconds === undefined) throw missingParameter('VisibilityTimeout');
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MAX_VISIBILITY_SECONDS)
    throw invalidValue(seconds, 'VisibilityTimeout', `Must be between 0 and ${MAX_VISIBILITY_SECONDS}.`);
  const now = queues.clock.now();
  const message = queue.find(handle);
  if (!message || message.visibleAt <= now)
    throw new SqsError(
      'MessageNotInflight',
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  queue.hideUntil(message, now + seconds * 1000);
}
