import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { ACCOUNT, type Aws, REGION } from '../aws.ts';
import { createFunction } from '../given/a-function.ts';
import { aQueue, bodiesOf, messagesIn, type Queue } from '../given/a-queue.ts';
import { linesIn } from '../given/log-lines.ts';
import { api, guide, withRecordedText } from '../reference.ts';
import { refusal, refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';
import { NEEDS_DOCKER } from './lambda-invoke.ts';

const RECORDED = 'lambda_/event_source_mapping/test_lambda_integration_sqs.snapshot.json';
const CREATE = withRecordedText(api('Lambda', 'CreateEventSourceMapping'), RECORDED);
const ERRORS = guide(
  'Lambda Developer Guide',
  'Handling errors for an SQS event source in Lambda',
  'services-sqs-errorhandling',
);
const WELL = 'exports.handler = async () => ({});';
/** Prints the bodies of a batch, sorted, as one line. */
const PRINTS =
  "exports.handler = async ({ Records }) => console.log('heard ' + Records.map(({ body }) => body).sort().join());";

type Settings = Partial<CreateEventSourceMappingCommandInput>;

/** Feeds a function from a queue. */
async function feed(aws: Aws, FunctionName: string, queue: Queue, settings: Settings = {}) {
  const mapping = await aws.lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: queue.arn, ...settings }),
  );
  aws.afterwards(() => aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID: mapping.UUID })));
  return mapping;
}

const send = (aws: Aws, { url }: Queue, ...bodies: string[]) =>
  aws.sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: bodies.map((MessageBody, at) => ({ Id: String(at), MessageBody })),
    }),
  );

/** What a function that prints heard, in the order of its text. */
async function heard(aws: Aws, name: string, count: number, patience?: number): Promise<string[]> {
  const lines = await linesIn(aws, `/aws/lambda/${name}`, count, 'heard', patience);
  return lines.map((line) => line.slice(line.indexOf('heard'))).sort();
}

export const LAMBDA_EVENT_SOURCES = storiesOf('Lambda: event source mappings', [
  {
    name: 'A queue feeds a function: what it names as failed stays, the rest is deleted',
    reference: ERRORS,
    async tell(aws) {
      const deadLetters = await aQueue(aws, 'dlq');
      const queue = await aQueue(aws, 'queue', {
        VisibilityTimeout: '3',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 1 }),
      });
      const source = `exports.handler = async ({ Records }) => ({
        batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })),
      });`;
      const name = await createFunction(aws, { source });
      await feed(aws, name, queue, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
      for (const MessageBody of ['good', 'bad'])
        await aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
      return { deadLetters: bodiesOf(await messagesIn(aws, deadLetters, 1, 30_000)) };
    },
    expected: { deadLetters: ['bad'] },
  },
  {
    name: 'An answer that names a message which is not in the batch is a failure of the whole batch',
    reference: ERRORS,
    async tell(aws) {
      const deadLetters = await aQueue(aws, 'dlq');
      const queue = await aQueue(aws, 'queue', {
        VisibilityTimeout: '3',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 1 }),
      });
      const source = "exports.handler = async () => ({ batchItemFailures: [{ itemIdentifier: 'nobody' }] });";
      await feed(aws, await createFunction(aws, { source }), queue, {
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      await send(aws, queue, 'one', 'two');
      return { deadLetters: bodiesOf(await messagesIn(aws, deadLetters, 2, 30_000)) };
    },
    expected: { deadLetters: ['one', 'two'] },
  },
  {
    name: 'A mapping has ten messages a batch and no window unless it says so, is listed, and gone when it is deleted',
    reference: CREATE,
    async tell(aws) {
      const queue = await aQueue(aws);
      const FunctionName = await createFunction(aws, { source: WELL });
      const { UUID, $metadata, ...made } = await feed(aws, FunctionName, queue);
      const listed = await aws.lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
      await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      return {
        status: $metadata.httpStatusCode,
        made: { ...made, EventSourceMappingArn: undefined },
        listed: listed.EventSourceMappings?.map((each) => each.UUID === UUID),
      };
    },
    expected: {
      listed: [true],
      made: {
        BatchSize: 10,
        EventSourceArn: 'arn:aws:sqs:<region>:<account>:<queue>',
        FunctionArn: 'arn:aws:lambda:<region>:<account>:function:<function>',
        FunctionResponseTypes: [],
        LastModified: '<LastModified>',
        MaximumBatchingWindowInSeconds: 0,
        State: 'Creating',
        StateTransitionReason: 'USER_INITIATED',
      },
      status: 202,
    },
  },
  {
    name: 'A mapping that is not there is not found',
    reference: withRecordedText(api('Lambda', 'GetEventSourceMapping'), 'lambda_/test_lambda_api.snapshot.json'),
    tell: (aws) =>
      refusal(aws.lambda.send(new GetEventSourceMappingCommand({ UUID: '00000000-0000-4000-8000-000000000000' }))),
    expected: {
      refused: 'ResourceNotFoundException',
      status: 404,
      text: 'The resource you requested does not exist.',
    },
  },
  {
    name: 'A second mapping of a function and a queue is refused',
    reference: CREATE,
    async tell(aws) {
      const queue = await aQueue(aws);
      const name = await createFunction(aws, { source: WELL });
      await feed(aws, name, queue);
      return refusal(feed(aws, name, queue));
    },
    expected: {
      refused: 'ResourceConflictException',
      status: 409,
      text: 'An event source mapping with SQS arn (" arn:aws:sqs:<region>:<account>:<queue> ") and function (" <function> ") already exists. Please update or delete the existing mapping with UUID <uuid>',
    },
  },
  {
    name: 'A batch of more than ten needs a window',
    reference: CREATE,
    async tell(aws) {
      const queue = await aQueue(aws);
      return refusal(feed(aws, await createFunction(aws, { source: WELL }), queue, { BatchSize: 11 }));
    },
    expected: {
      refused: 'InvalidParameterValueException',
      status: 400,
      text: 'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    },
  },
  {
    name: 'A filter that is no event pattern is refused',
    reference: CREATE,
    async tell(aws) {
      const queue = await aQueue(aws);
      const FilterCriteria = { Filters: [{ Pattern: 'no pattern' }] };
      return refusal(feed(aws, await createFunction(aws, { source: WELL }), queue, { FilterCriteria }));
    },
    expected: { refused: 'InvalidParameterValueException', status: 400, text: 'Invalid filter pattern definition.' },
  },
  {
    name: 'A queue whose messages are invisible for a shorter time than the function may take is refused',
    reference: {
      ...guide(
        'Lambda Developer Guide',
        'Creating and configuring an Amazon SQS event source mapping',
        'services-sqs-configure',
      ),
      seen: 'text seen at AWS: hashicorp/terraform-provider-aws, issue 18099',
    },
    async tell(aws) {
      const queue = await aQueue(aws, 'queue', { VisibilityTimeout: '5' });
      return refusal(feed(aws, await createFunction(aws, { source: WELL, timeoutSeconds: 6 }), queue));
    },
    expected: {
      refused: 'InvalidParameterValueException',
      status: 400,
      text: 'Queue visibility timeout: 5 seconds is less than Function timeout: 6 seconds',
    },
  },
  {
    name: 'A queue that does not exist is refused',
    reference: api('Lambda', 'CreateEventSourceMapping'),
    async tell(aws) {
      const arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${aws.unique('queue')}`;
      return refused(feed(aws, await createFunction(aws, { source: WELL }), { name: '', url: '', arn }));
    },
    expected: { refused: 'InvalidParameterValueException', status: 400 },
  },
  {
    name: 'Messages that pass no filter are deleted, and the function is not invoked for them',
    notTo: NEEDS_DOCKER,
    reference: guide(
      'Lambda Developer Guide',
      'Using event filtering with an Amazon SQS event source',
      'with-sqs-filtering',
    ),
    async tell(aws) {
      const queue = await aQueue(aws);
      const name = await createFunction(aws, { source: PRINTS });
      const Pattern = JSON.stringify({ body: { n: [{ numeric: ['>', 1] }] } });
      await feed(aws, name, queue, { FilterCriteria: { Filters: [{ Pattern }] } });
      await send(aws, queue, '{"n":1}', '{"n":2}', 'plain');
      return { heard: await heard(aws, name, 1, 15_000), left: bodiesOf(await messagesIn(aws, queue, 1, 1_000)) };
    },
    expected: { heard: ['heard {"n":2}'], left: [] },
  },
  {
    name: 'A disabled mapping leaves the messages where they are',
    reference: api('Lambda', 'CreateEventSourceMapping'),
    async tell(aws) {
      const queue = await aQueue(aws);
      await feed(aws, await createFunction(aws, { source: WELL }), queue, { Enabled: false });
      await send(aws, queue, 'stays');
      return bodiesOf(await messagesIn(aws, queue, 1, 5_000));
    },
    expected: ['stays'],
  },
]);
