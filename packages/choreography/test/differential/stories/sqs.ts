import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Aws } from '../aws.ts';
import { aQueue, messagesIn, type Queue } from '../given/a-queue.ts';
import { api, guide } from '../reference.ts';
import { refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';

const send = (aws: Aws, { url }: Queue, MessageBody: string, more: object = {}) =>
  aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...more }));
const receive = async (aws: Aws, { url }: Queue, more: object = {}) =>
  (await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const receiptHandle = async (aws: Aws, queue: Queue, more: object = {}) =>
  (await receive(aws, queue, more))[0]?.ReceiptHandle;

export const SQS = storiesOf('SQS', [
  {
    name: 'A message is received with its body, its attributes and how often it was received',
    reference: api('SQS', 'ReceiveMessage'),
    async tell(aws) {
      const queue = await aQueue(aws);
      await send(aws, queue, 'told', { MessageAttributes: { why: { DataType: 'String', StringValue: 'story' } } });
      const [message] = await messagesIn(aws, queue, 1);
      const { Body, MessageAttributes, Attributes } = message ?? {};
      return { Body, MessageAttributes, received: Attributes?.ApproximateReceiveCount };
    },
    expected: {
      Body: 'told',
      MessageAttributes: { why: { DataType: 'String', StringValue: 'story' } },
      received: '1',
    },
  },
  {
    name: 'A received message is hidden, until its visibility is set to zero',
    reference: api('SQS', 'ChangeMessageVisibility'),
    async tell(aws) {
      const queue = await aQueue(aws);
      await send(aws, queue, 'told');
      const ReceiptHandle = await receiptHandle(aws, queue);
      const hidden = await receive(aws, queue);
      await aws.sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 0 }),
      );
      return { hidden: hidden.length, again: (await messagesIn(aws, queue, 1)).length };
    },
    expected: { again: 1, hidden: 0 },
  },
  {
    name: 'A message that is received with a visibility of zero stays to be received',
    reference: api('SQS', 'ReceiveMessage'),
    async tell(aws) {
      const queue = await aQueue(aws);
      await send(aws, queue, 'told');
      await receive(aws, queue, { VisibilityTimeout: 0 });
      return (await receive(aws, queue, { VisibilityTimeout: 0 })).length;
    },
    expected: 1,
  },
  {
    name: 'A deleted message is gone; deleting it again is no error',
    reference: api('SQS', 'DeleteMessage'),
    async tell(aws) {
      const queue = await aQueue(aws);
      await send(aws, queue, 'told');
      const ReceiptHandle = await receiptHandle(aws, queue);
      const remove = () => refused(aws.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle })));
      const removed = [await remove(), await remove()];
      const { Attributes } = await aws.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: queue.url,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return { removed, Attributes };
    },
    expected: {
      Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
      removed: ['taken', 'taken'],
    },
  },
  {
    name: 'A receipt handle that is none is refused',
    reference: api('SQS', 'DeleteMessage'),
    async tell(aws) {
      const { url } = await aQueue(aws);
      const answer = await refused(aws.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: 'none' })));
      return answer === 'taken' ? answer : answer.refused;
    },
    expected: 'ReceiptHandleIsInvalid',
  },
  {
    name: 'A message that was received too often moves to the dead-letter queue of the queue',
    reference: guide('SQS Developer Guide', 'Using dead-letter queues in Amazon SQS', 'sqs-dead-letter-queues'),
    async tell(aws) {
      const deadLetters = await aQueue(aws, 'dlq');
      const queue = await aQueue(aws, 'queue', {
        VisibilityTimeout: '0',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 1 }),
      });
      await send(aws, queue, 'poison');
      const first = (await receive(aws, queue)).length;
      const second = (await receive(aws, queue)).length;
      return { first, second, deadLetters: (await messagesIn(aws, deadLetters, 1)).map(({ Body }) => Body) };
    },
    expected: { deadLetters: ['poison'], first: 1, second: 0 },
  },
  {
    name: 'A batch is taken message by message; ten at most, each id once',
    reference: api('SQS', 'SendMessageBatch'),
    async tell(aws) {
      const { url } = await aQueue(aws);
      const batch = (entries: string[]) =>
        aws.sqs.send(
          new SendMessageBatchCommand({ QueueUrl: url, Entries: entries.map((Id) => ({ Id, MessageBody: Id })) }),
        );
      const ids = Array.from({ length: 11 }, (_, at) => `m${at}`);
      const { Successful, Failed } = await batch(ids.slice(1));
      return {
        ten: { Successful: Successful?.length, Failed: Failed?.length ?? 0 },
        eleven: await refused(batch(ids)),
        none: await refused(batch([])),
        twice: await refused(batch(['same', 'same'])),
      };
    },
    expected: {
      eleven: { refused: 'TooManyEntriesInBatchRequest', status: 400 },
      none: { refused: 'EmptyBatchRequest', status: 400 },
      ten: { Failed: 0, Successful: 10 },
      twice: { refused: 'BatchEntryIdsNotDistinct', status: 400 },
    },
  },
  {
    name: 'A FIFO queue keeps the order within a group, and takes a repeated message once',
    reference: guide('SQS Developer Guide', 'Amazon SQS FIFO queues', 'sqs-fifo-queues'),
    async tell(aws) {
      const queue = await aQueue(aws, 'queue', { FifoQueue: 'true' });
      for (const body of ['first', 'second', 'second', 'third'])
        await send(aws, queue, body, { MessageGroupId: 'order', MessageDeduplicationId: body });
      return (await messagesIn(aws, queue, 3)).map(({ Body }) => Body);
    },
    expected: ['first', 'second', 'third'],
  },
  {
    name: 'A message for a FIFO queue needs a group',
    reference: api('SQS', 'SendMessage'),
    async tell(aws) {
      const queue = await aQueue(aws, 'queue', { FifoQueue: 'true' });
      return refused(send(aws, queue, 'told'));
    },
    expected: { refused: 'MissingParameter', status: 400 },
  },
  {
    name: 'A queue that is made again with the same attributes is the same; with others it is refused',
    reference: api('SQS', 'CreateQueue'),
    async tell(aws) {
      const QueueName = aws.unique('queue');
      const make = (VisibilityTimeout: string) =>
        aws.sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout } }));
      const { QueueUrl } = await make('30');
      aws.afterwards(() => aws.sqs.send(new DeleteQueueCommand({ QueueUrl })));
      const again = await make('30');
      return { same: again.QueueUrl === QueueUrl, others: await refused(make('31')) };
    },
    expected: { others: { refused: 'QueueNameExists', status: 400 }, same: true },
  },
  {
    name: 'A queue that does not exist is refused, by its name and by its address',
    reference: api('SQS', 'GetQueueUrl'),
    async tell(aws) {
      const QueueName = aws.unique('queue');
      const QueueUrl = `${aws.endpoint}/000000000000/${QueueName}`;
      return {
        byName: await refused(aws.sqs.send(new GetQueueUrlCommand({ QueueName }))),
        byAddress: await refused(aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'told' }))),
      };
    },
    expected: {
      byAddress: { refused: 'QueueDoesNotExist', status: 400 },
      byName: { refused: 'QueueDoesNotExist', status: 400 },
    },
  },
  {
    name: 'A message without a body, and one with a character that XML has not, are refused',
    reference: api('SQS', 'SendMessage'),
    async tell(aws) {
      const queue = await aQueue(aws);
      return { empty: await refused(send(aws, queue, '')), control: await refused(send(aws, queue, 'a\u0000b')) };
    },
    expected: {
      control: { refused: 'InvalidMessageContents', status: 400 },
      empty: { refused: 'MissingParameter', status: 400 },
    },
  },
  {
    name: 'Attributes of a queue that are out of range are refused',
    reference: api('SQS', 'CreateQueue'),
    async tell(aws) {
      const make = (Attributes: Record<string, string>) => refused(aQueue(aws, 'queue', Attributes));
      return {
        visibility: await make({ VisibilityTimeout: '43201' }),
        retention: await make({ MessageRetentionPeriod: '59' }),
        unknown: await make({ Nothing: '1' }),
      };
    },
    expected: {
      retention: { refused: 'InvalidAttributeValue', status: 400 },
      unknown: { refused: 'InvalidAttributeName', status: 400 },
      visibility: { refused: 'InvalidAttributeValue', status: 400 },
    },
  },
]);
