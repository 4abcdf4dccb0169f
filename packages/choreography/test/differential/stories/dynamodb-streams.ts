import { DeleteItemCommand, DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { Aws } from '../aws.ts';
import { createFunction } from '../given/a-function.ts';
import { aQueue, bodiesOf, messagesIn } from '../given/a-queue.ts';
import { aTable, key, save } from '../given/a-table.ts';
import { linesIn } from '../given/log-lines.ts';
import { api, guide } from '../reference.ts';
import { refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';
import { NEEDS_DOCKER } from './lambda-invoke.ts';

/** LocalStack was not at hand when these stories were written. */
export const NOT_TOLD_YET = { LocalStack: 'nobody has told it yet' };

/** Prints each record of a batch as one line of JSON. */
const PRINTS_RECORDS = `exports.handler = async ({ Records }) => {
  for (const { eventName, eventSource, eventSourceARN, awsRegion, eventVersion, dynamodb } of Records) {
    const { Keys, NewImage, OldImage, StreamViewType } = dynamodb;
    const table = eventSourceARN.split('/stream/')[0];
    console.log('heard ' + JSON.stringify({ eventName, eventSource, eventVersion, awsRegion, table, Keys, NewImage, OldImage, StreamViewType }));
  }
};`;
/** Prints the keys of a batch as one line, and does as it is told once \`bad\` is among them. */
const printsKeys = (ifBad: string) => `let times = 0;
exports.handler = async ({ Records }) => {
  const keys = Records.map(({ dynamodb }) => dynamodb.Keys.pk.S);
  console.log('heard ' + keys.join());
  const bad = Records[keys.indexOf('bad')];
  if (bad) { ${ifBad} }
};`;

const FROM_THE_START = { StartingPosition: 'TRIM_HORIZON' } as const;

/** Feeds a function from the stream of a table. */
async function feed(
  aws: Aws,
  FunctionName: string,
  TableName: string,
  settings: Partial<CreateEventSourceMappingCommandInput> = FROM_THE_START,
) {
  const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName }));
  const { UUID } = await aws.lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: Table?.LatestStreamArn, ...settings }),
  );
  aws.afterwards(() => aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID })));
}

/** What a function heard, line by line in the order of its coming. */
async function heard(aws: Aws, name: string, count: number): Promise<string[]> {
  const lines = await linesIn(aws, `/aws/lambda/${name}`, count, 'heard', 8_000);
  return lines.map((line) => line.slice(line.indexOf('heard') + 'heard '.length));
}

const record = {
  eventSource: 'aws:dynamodb',
  eventVersion: '1.1',
  awsRegion: '<region>',
  table: 'arn:aws:dynamodb:<region>:<account>:table/<table>',
  Keys: { pk: { S: 'x' }, sk: { S: 'a' } },
  StreamViewType: 'NEW_AND_OLD_IMAGES',
};
const image = (n: string) => ({ ...record.Keys, n: { N: n } });

export const DYNAMODB_STREAMS = storiesOf('DynamoDB: streams', [
  {
    name: 'A function hears each change in order, with the item before and after; a write that changes nothing is none',
    notTo: NEEDS_DOCKER,
    reference: guide('DynamoDB Developer Guide', 'Change data capture for DynamoDB Streams', 'Streams'),
    async tell(aws) {
      const table = await aTable(aws, 'NEW_AND_OLD_IMAGES');
      const name = await createFunction(aws, { source: PRINTS_RECORDS });
      await feed(aws, name, table);
      for (const n of [1, 1, 2]) await save(aws, table, 'x', n);
      await aws.dynamodb.send(new DeleteItemCommand({ TableName: table, Key: key('x') }));
      return (await heard(aws, name, 3)).map((line) => JSON.parse(line));
    },
    expected: [
      { ...record, eventName: 'INSERT', NewImage: image('1') },
      { ...record, eventName: 'MODIFY', NewImage: image('2'), OldImage: image('1') },
      { ...record, eventName: 'REMOVE', OldImage: image('2') },
    ],
  },
  {
    name: 'A stream of keys tells no item',
    notTo: NEEDS_DOCKER,
    reference: api('DynamoDB', 'StreamSpecification'),
    async tell(aws) {
      const table = await aTable(aws, 'KEYS_ONLY');
      const name = await createFunction(aws, { source: PRINTS_RECORDS });
      await feed(aws, name, table);
      await save(aws, table, 'x', 1);
      return (await heard(aws, name, 1)).map((line) => JSON.parse(line));
    },
    expected: [{ ...record, eventName: 'INSERT', StreamViewType: 'KEYS_ONLY' }],
  },
  {
    name: 'A function hears only the records that a filter of its mapping lets through',
    notTo: NEEDS_DOCKER,
    reference: guide(
      'Lambda Developer Guide',
      'Using event filtering with a DynamoDB event source',
      'with-ddb-filtering',
    ),
    async tell(aws) {
      const table = await aTable(aws, 'NEW_AND_OLD_IMAGES');
      const name = await createFunction(aws, { source: printsKeys('') });
      const Pattern = JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { n: { N: ['2'] } } } });
      await feed(aws, name, table, { ...FROM_THE_START, FilterCriteria: { Filters: [{ Pattern }] } });
      await save(aws, table, 'one', 1);
      await save(aws, table, 'two', 2);
      await save(aws, table, 'one', 2);
      await save(aws, table, 'last', 2);
      return (await heard(aws, name, 2)).join().split(',');
    },
    expected: ['two', 'last'],
  },
  {
    name: 'A batch is told again from the record on that a function names as failed',
    notTo: NEEDS_DOCKER,
    reference: guide(
      'Lambda Developer Guide',
      'Configuring partial batch response with DynamoDB and Lambda',
      'services-ddb-batchfailurereporting',
    ),
    async tell(aws) {
      const table = await aTable(aws, 'NEW_AND_OLD_IMAGES');
      for (const pk of ['good', 'bad', 'after']) await save(aws, table, pk, 1);
      const ifBad = 'if (!times++) return { batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }] };';
      const name = await createFunction(aws, { source: printsKeys(ifBad) });
      await feed(aws, name, table, { ...FROM_THE_START, FunctionResponseTypes: ['ReportBatchItemFailures'] });
      return heard(aws, name, 2);
    },
    expected: ['good,bad,after', 'bad,after'],
  },
  {
    name: 'A batch that fails is split until the record that fails is alone, which goes to the destination; the rest is heard',
    notTo: NEEDS_DOCKER,
    reference: guide(
      'Lambda Developer Guide',
      'Retaining discarded records for a DynamoDB event source in Lambda',
      'services-dynamodb-errors',
    ),
    async tell(aws) {
      const table = await aTable(aws, 'NEW_AND_OLD_IMAGES');
      for (const pk of ['one', 'two', 'bad', 'after']) await save(aws, table, pk, 1);
      const lost = await aQueue(aws, 'lost');
      const name = await createFunction(aws, { source: printsKeys("throw new Error('bad');") });
      await feed(aws, name, table, {
        ...{ ...FROM_THE_START, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 },
        DestinationConfig: { OnFailure: { Destination: lost.arn } },
      });
      const [body] = bodiesOf(await messagesIn(aws, lost, 1, 10_000));
      const { requestContext = {}, responseContext, DDBStreamBatchInfo = {} } = Object(body);
      return {
        condition: requestContext.condition,
        responseContext,
        size: DDBStreamBatchInfo.batchSize,
        alone: body && DDBStreamBatchInfo.startSequenceNumber === DDBStreamBatchInfo.endSequenceNumber,
        after: (await heard(aws, name, 5)).at(-1),
      };
    },
    expected: {
      after: 'after',
      alone: true,
      condition: 'RetryAttemptsExhausted',
      responseContext: { executedVersion: '$LATEST', functionError: 'Unhandled', statusCode: 200 },
      size: 1,
    },
  },
  {
    name: 'A mapping of a stream says where it starts',
    notTo: NOT_TOLD_YET,
    reference: api('Lambda', 'CreateEventSourceMapping'),
    async tell(aws) {
      const table = await aTable(aws, 'NEW_IMAGE');
      return refused(feed(aws, await createFunction(aws, { source: PRINTS_RECORDS }), table, {}));
    },
    expected: { refused: 'InvalidParameterValueException', status: 400 },
  },
  {
    name: 'A table that has a stream gets no second one, and one that has none cannot be without it',
    notTo: NOT_TOLD_YET,
    reference: api('DynamoDB', 'UpdateTable'),
    async tell(aws) {
      const turn = async (TableName: string, StreamEnabled: boolean) =>
        refused(
          aws.dynamodb.send(
            new UpdateTableCommand({
              TableName,
              StreamSpecification: { StreamEnabled, ...(StreamEnabled && { StreamViewType: 'KEYS_ONLY' }) },
            }),
          ),
        );
      return [await turn(await aTable(aws, 'NEW_IMAGE'), true), await turn(await aTable(aws), false)];
    },
    expected: [
      { refused: 'ValidationException', status: 400 },
      { refused: 'ValidationException', status: 400 },
    ],
  },
]);
