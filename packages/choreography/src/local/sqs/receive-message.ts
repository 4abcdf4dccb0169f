import { type Message, type MessageAttributes, md5, md5OfAttributes } from './message.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { invalidValue } from './sqs-error.ts';

interface ReceiveRequest {
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
}

/** All who send are known to the local SQS as the account. */
const SENDER_ID = '000000000000';

/** Receives messages, and waits for some if there are none and the caller asks for it. @throws SqsError */
export async function receiveMessage(queues: Queues, queue: Queue, request: ReceiveRequest): Promise<object> {
  const {
    MaxNumberOfMessages: most = 1,
    VisibilityTimeout: hidden = queue.number('VisibilityTimeout'),
    WaitTimeSeconds: wait = queue.number('ReceiveMessageWaitTimeSeconds'),
  } = request;
  inRange('MaxNumberOfMessages', most, 1, 10, 'Must be between 1 and 10, if provided.');
  inRange('VisibilityTimeout', hidden, 0, 43_200, 'Must be >= 0 and <= 43200, if provided.');
  inRange('WaitTimeSeconds', wait, 0, 20, 'Must be >= 0 and <= 20, if provided.');
  const receive = () => queue.receive(most, queues.clock.now() + hidden * 1000, queues.deadLettersOf(queue));
  let messages = receive();
  const until = performance.now() + wait * 1000;
  while (messages.length === 0 && queues.named(queue.name) === queue) {
    const left = until - performance.now();
    if (left <= 0 || !(await isVisible(queue, left))) break;
    messages = receive();
  }
  return messages.length > 0 ? { Messages: messages.map((message) => told(message, request)) } : {};
}

/** Whether a message became visible in time, in real milliseconds: a caller waits with a connection open. */
function isVisible(queue: Queue, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (visible: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(visible);
    };
    const timer = setTimeout(() => end(false), milliseconds);
    const stop = queue.onVisible(() => end(true));
  });
}

function inRange(parameter: string, value: number, least: number, most: number, reason: string): void {
  if (!Number.isInteger(value) || value < least || value > most) throw invalidValue(value, parameter, reason);
}

function told(message: Message, request: ReceiveRequest): object {
  const names = [...(request.AttributeNames ?? []), ...(request.MessageSystemAttributeNames ?? [])];
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  const attributes = askedFor(message.attributes, request.MessageAttributeNames ?? []);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }),
  };
}

/** What SQS itself knows of a message (ReceiveMessage, MessageSystemAttributeNames). */
export function systemAttributes(message: Message): Record<string, string> {
  const known: Record<string, string | number | undefined> = {
    ApproximateReceiveCount: message.receiveCount,
    AWSTraceHeader: message.traceHeader,
    SentTimestamp: message.sentAt,
    SequenceNumber: message.sequenceNumber,
    MessageGroupId: message.groupId,
    SenderId: SENDER_ID,
    MessageDeduplicationId: message.deduplicationId,
    ApproximateFirstReceiveTimestamp: message.firstReceivedAt,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** The attributes that a caller names: one by one, all, or those that begin alike (`bar.*`). */
function askedFor(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isAsked = (attribute: string) =>
    names.some(
      (name) =>
        name === 'All' ||
        name === attribute ||
        (name.endsWith('*') && attribute.startsWith(name.replace(/\.?\*$/, ''))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isAsked(name)));
}
