import { CreateQueueCommand, DeleteQueueCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { ACCOUNT, type Aws, REGION } from '../aws.ts';

export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

/** A queue to which EventBridge and Lambda may send, by its policy, unless a story gives it another. */
export async function aQueue(
  aws: Aws,
  word = 'queue',
  attributes: Record<string, string> = {},
  named = aws.unique(word),
): Promise<Queue> {
  const name = named + (attributes.FifoQueue ? '.fifo' : '');
  const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  const { QueueUrl: url = '' } = await aws.sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy: letIn(arn), ...attributes } }),
  );
  aws.afterwards(() => aws.sqs.send(new DeleteQueueCommand({ QueueUrl: url })));
  return { name, url, arn };
}

/** A queue policy by which EventBridge and Lambda may send. */
const letIn = (queueArn: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: ['events.amazonaws.com', 'lambda.amazonaws.com'] },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
      },
    ],
  });

/** Waits until a queue has got so many messages, or as long as a story has patience; tells those that came. */
export async function messagesIn(aws: Aws, { url }: Queue, count: number, patience = 5_000): Promise<Message[]> {
  const came: Message[] = [];
  const end = Date.now() + patience;
  while (came.length < count && Date.now() < end) {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    came.push(...Messages);
  }
  return came;
}

/** The bodies of what came, each read as JSON where it is JSON, in the order of their text. */
export const bodiesOf = (messages: readonly Message[]): unknown[] =>
  messages
    .map(({ Body = '' }) => Body)
    .sort()
    .map((body) => {
      try {
        return JSON.parse(body);
      } catch {
        return body;
      }
    });
