import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Aws } from '../aws.ts';
import { bodiesOf, messagesIn } from '../given/a-queue.ts';
import { type DeployedStack, type GivenStack, queueCalled, type Resources } from '../given/a-stack.ts';
import { save } from '../given/a-table.ts';
import { attribute, busOf, FUNCTION_ROLE, functionOf, heardBy, queueOf, roleOf } from '../given/templates.ts';
import { guide } from '../reference.ts';
import { storiesOf } from '../story.ts';

const NO_PIPES = { LocalStack: 'its free edition has no Pipes' };
const READS_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
const READS_QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const pipe = (Name: string, Properties: Record<string, unknown>): Resources => ({
  Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { Name, RoleArn: attribute('PipeRole'), ...Properties } },
});

/** From the stream of an outbox to a bus, whose events a queue hears. */
const OUTBOX: GivenStack = {
  resources: (name) => ({
    Outbox: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: name('outbox'),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    },
    Bus: busOf(name('bus')),
    ...heardBy(name('heard'), 'Bus'),
    PipeRole: roleOf('pipes', ...READS_STREAM, 'events:PutEvents'),
    ...pipe(name('pipe'), {
      Source: attribute('Outbox', 'StreamArn'),
      SourceParameters: {
        DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      },
      Target: attribute('Bus'),
      TargetParameters: {
        InputTemplate: '{"letter": <$.dynamodb.NewImage.pk.S>, "note": "number <$.dynamodb.NewImage.n.N>"}',
        EventBridgeEventBusParameters: { Source: 'post', DetailType: '$.dynamodb.NewImage.sk.S' },
      },
    }),
  }),
};

/** From a queue through a function that enriches to another queue. */
const ENRICHED: GivenStack = {
  resources: (name) => ({
    In: queueOf(name('in')),
    Heard: queueOf(name('heard')),
    ...FUNCTION_ROLE,
    Weigh: functionOf(
      name('weigh'),
      `exports.handler = async (records) =>
        records.filter(({ body }) => body !== 'dull').map(({ body, eventSource }) => ({ body, eventSource, weight: body.length }));`,
    ),
    PipeRole: roleOf('pipes', ...READS_QUEUE, 'lambda:InvokeFunction', 'sqs:SendMessage'),
    ...pipe(name('pipe'), {
      Source: attribute('In'),
      SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{"body":[{"anything-but":"noise"}]}' }] } },
      Enrichment: attribute('Weigh'),
      Target: attribute('Heard'),
      TargetParameters: { InputTemplate: '{"of": <$.eventSource>, "text": "<$.body> weighs <$.weight>"}' },
    }),
  }),
};

/** From a queue to a function that names as failed what is bad; that moves to a dead-letter queue. */
const PARTIAL: GivenStack = {
  resources: (name) => ({
    Lost: queueOf(name('lost')),
    In: queueOf(name('in'), {
      RedrivePolicy: { deadLetterTargetArn: attribute('Lost'), maxReceiveCount: 1 },
      VisibilityTimeout: 3,
    }),
    ...FUNCTION_ROLE,
    Take: functionOf(
      name('take'),
      `exports.handler = async (records) => ({
        batchItemFailures: records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })),
      });`,
    ),
    PipeRole: roleOf('pipes', ...READS_QUEUE, 'lambda:InvokeFunction'),
    ...pipe(name('pipe'), { Source: attribute('In'), Target: attribute('Take') }),
  }),
};

async function send(aws: Aws, stack: DeployedStack, ...bodies: string[]) {
  const { url: QueueUrl } = await queueCalled(aws, stack.name('in'));
  for (const MessageBody of bodies) await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

/** The bodies of the messages in a queue of the stack. */
const bodiesIn = async (aws: Aws, stack: DeployedStack, word: string, count: number, patience?: number) =>
  bodiesOf(await messagesIn(aws, await queueCalled(aws, stack.name(word)), count, patience));

export const PIPES = storiesOf('EventBridge Pipes', [
  {
    name: 'A pipe says on a bus what is put into an outbox, by its template, and nothing of what its filter keeps back',
    notTo: NO_PIPES,
    reference: guide(
      'EventBridge User Guide',
      'Amazon EventBridge Pipes input transformation',
      'eb-pipes-input-transformation',
    ),
    stack: OUTBOX,
    async tell(aws, _, stack) {
      const outbox = stack.name('outbox');
      await save(aws, outbox, 'a', 1, 'LetterSent');
      await save(aws, outbox, 'a', 2, 'LetterSent');
      await save(aws, outbox, 'b', 3, 'LetterLost');
      const events = await bodiesIn(aws, stack, 'heard', 2);
      return events
        .map(Object)
        .map(({ source, detail, 'detail-type': type }) => ({ source, type, detail }))
        .sort((a, b) => (a.type < b.type ? 1 : -1));
    },
    expected: [
      { source: 'post', type: 'LetterSent', detail: { letter: 'a', note: 'number 1' } },
      { source: 'post', type: 'LetterLost', detail: { letter: 'b', note: 'number 3' } },
    ],
  },
  {
    name: 'A pipe carries a queue through a function that enriches to another queue, without what filter and function drop',
    notTo: NO_PIPES,
    reference: guide('EventBridge User Guide', 'Event enrichment in Amazon EventBridge Pipes', 'pipes-enrichment'),
    stack: ENRICHED,
    async tell(aws, _, stack) {
      await send(aws, stack, 'noise', 'dull', 'lively');
      return { heard: await bodiesIn(aws, stack, 'heard', 1), left: await bodiesIn(aws, stack, 'in', 1, 1_000) };
    },
    expected: { heard: [{ of: 'aws:sqs', text: 'lively weighs 6' }], left: [] },
  },
  {
    name: 'What a function that is the target of a pipe names as failed stays in the queue, the rest is deleted',
    notTo: NO_PIPES,
    reference: guide(
      'EventBridge User Guide',
      'Amazon EventBridge Pipes batching and concurrency',
      'eb-pipes-batching-concurrency',
    ),
    stack: PARTIAL,
    async tell(aws, _, stack) {
      await send(aws, stack, 'good', 'bad');
      return { lost: await bodiesIn(aws, stack, 'lost', 1, 10_000), left: await bodiesIn(aws, stack, 'in', 1, 1_000) };
    },
    expected: { lost: ['bad'], left: [] },
  },
]);
