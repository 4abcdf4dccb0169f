import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly, queue } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const ALL = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const role = (name: string, actions: readonly string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: name,
    AssumeRolePolicyDocument: {},
    Policies: [
      {
        PolicyName: 'poll',
        PolicyDocument: { Statement: { Effect: 'Allow', Action: actions, Resource: arn('sqs', '*') } },
      },
    ],
  },
});
const inRole = (asset: string, roleName: string, more: object = {}) =>
  aFunction(asset, { Role: `arn:aws:iam::000000000000:role/${roleName}`, ...more });
const CODE = { f: 'exports.handler = async () => {};' };
const mapping = (FunctionName: string, EventSourceArn: string, more: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { FunctionName, EventSourceArn, ...more },
});

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Q: queue('q'),
        Other: queue('other'),
        Fifo: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q.fifo', FifoQueue: true } },
        Polls: role('polls', ALL),
        Receives: role('receives', ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes']),
        F: inRole('f', 'polls'),
        Slow: inRole('f', 'polls', { FunctionName: 'slow', Timeout: 31 }),
        NoDelete: inRole('f', 'receives', { FunctionName: 'no-delete' }),
      },
      CODE,
    ),
  );
});
afterAll(() => local.runtime.stop());

const create = (input: object) =>
  local.lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: arn('sqs', 'q'), ...input }),
  );

describe('an event source mapping', () => {
  it.each([
    ['a function that is not there', { FunctionName: 'nobody' }, 'Function does not exist'],
    ['no source', { EventSourceArn: undefined }, 'Unrecognized event source.'],
    [
      'a queue that is not there',
      { EventSourceArn: arn('sqs', 'nowhere') },
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue.',
    ],
    [
      'a function that may take longer than a message is invisible',
      { FunctionName: 'slow' },
      'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    ],
    [
      'a role that does not allow all that is needed',
      { FunctionName: 'no-delete' },
      'The function execution role does not have permissions to call DeleteMessage on SQS',
    ],
    [
      'a large batch without a window',
      { BatchSize: 11 },
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
    [
      'a window for a FIFO queue',
      { EventSourceArn: arn('sqs', 'q.fifo'), MaximumBatchingWindowInSeconds: 1 },
      'Batching window is not supported for FIFO queues',
    ],
    [
      'a filter that is no pattern',
      { FilterCriteria: { Filters: [{ Pattern: '{"body":"x"}' }] } },
      'Invalid filter pattern definition.',
    ],
    ['what streams have', { StartingPosition: 'LATEST' }, 'StartingPosition is not valid for SQS event sources.'],
  ])('with %s is refused as by Lambda', async (_, input, text) => {
    await expect(create(input)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(text),
    });
  });

  it.each([
    [
      'a batch of none',
      { BatchSize: 0 },
      "Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    ['a concurrency of one', { ScalingConfig: { MaximumConcurrency: 1 } }, "'scalingConfig.maximumConcurrency'"],
    ['an unknown kind of response', { FunctionResponseTypes: ['All'] as never }, "'functionResponseTypes'"],
  ])('with %s is no valid request', async (_, input, text) => {
    await expect(create(input)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(text),
    });
  });

  it.each([['a stream of Kinesis', arn('kinesis', 'stream/s'), 'not from kinesis']])(
    'from %s is refused by name',
    async (_, EventSourceArn, text) => {
      await expect(create({ EventSourceArn, StartingPosition: 'LATEST' })).rejects.toMatchObject({
        name: 'UnsupportedOperationException',
        message: expect.stringContaining(text),
      });
    },
  );

  it('is there once for a function and a queue, and gone when it is deleted', async () => {
    const { UUID } = await create({ EventSourceArn: arn('sqs', 'other') });
    await expect(create({ EventSourceArn: arn('sqs', 'other') })).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `An event source mapping with SQS arn (" ${arn('sqs', 'other')} ") and function (" f ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    });
    await expect(local.lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 20 }))).rejects.toThrow(
      'Maximum batch window in seconds must be greater than 0',
    );
    await local.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    for (const Command of [
      GetEventSourceMappingCommand,
      UpdateEventSourceMappingCommand,
      DeleteEventSourceMappingCommand,
    ])
      await expect(local.lambda.send(new Command({ UUID }) as GetEventSourceMappingCommand)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'The resource you requested does not exist.',
      });
  });
});

describe('an event source mapping of a template', () => {
  const start = (actions: readonly string[], declared: object) =>
    aRuntime(anAssembly({ Q: queue('q'), Role: role('r', actions), F: inRole('f', 'r'), Mapping: declared }, CODE));

  it('is refused at the start when the role does not allow it, in Lambda’s words', async () => {
    await expect(start(['sqs:ReceiveMessage'], mapping('f', arn('sqs', 'q')))).rejects.toThrow(
      'App: AWS::Lambda::EventSourceMapping Mapping: The function execution role does not have permissions to call DeleteMessage on SQS.',
    );
  });

  it.each([
    [{ EventSourceArn: arn('kinesis', 'stream/s') }, 'not from kinesis'],
    [
      { ProvisionedPollerConfig: { MinimumPollers: 2 } },
      'AWS::Lambda::EventSourceMapping.ProvisionedPollerConfig (Mapping)',
    ],
    [{ StartingPosition: 'LATEST' }, 'StartingPosition is not valid for SQS event sources.'],
  ])('that asks for %o is refused by name', async (more, text) => {
    await expect(start(ALL, mapping('f', arn('sqs', 'q'), more))).rejects.toThrow(text);
  });

  it('stops when the role no longer allows it, tells that, and leaves the messages', async () => {
    const again = await start(ALL, mapping('f', arn('sqs', 'q')));
    try {
      const denied = { Effect: 'Deny', Action: 'sqs:ReceiveMessage', Resource: '*' };
      const policy = {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'no', Roles: ['r'], PolicyDocument: { Statement: denied } },
      };
      const changed = { Q: queue('q'), Role: role('r', ALL), F: inRole('f', 'r'), Policy: policy };
      // The mapping that the API made is not judged anew by the templates.
      await again.runtime.redeploy(anAssembly({ Q: queue('q'), Role: role('r', ALL), F: inRole('f', 'r') }, CODE));
      await again.lambda.send(
        new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: arn('sqs', 'q') }),
      );
      await again.runtime.redeploy(anAssembly(changed, CODE));
      const QueueUrl = `${again.runtime.endpoint}/000000000000/q`;
      await new SQSClient(again.access).send(new SendMessageCommand({ QueueUrl, MessageBody: 'stays' }));
      await again.runtime.idle();
      expect(again.notices).toContainEqual(
        expect.objectContaining({ kind: 'access-denied', who: 'f', remedy: { remove: denied } }),
      );
      expect((await again.messageIn('q')).Body).toBe('stays');
    } finally {
      await again.runtime.stop();
    }
  });
});
