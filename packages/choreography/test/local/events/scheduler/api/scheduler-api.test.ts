import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly, queue } from '../../../assembly.ts';
import { aRuntime } from '../../../runtime.ts';

const ACCOUNT = '000000000000';
const arn = (service: string, resource: string, region = 'us-east-1') =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
const HOUR = 3_600_000;
/** Midnight of the day after tomorrow. */
const DAY_0 = (Math.floor(Date.now() / (24 * HOUR)) + 2) * 24 * HOUR;
const at = (hours: number) => `at(${new Date(DAY_0 + hours * HOUR).toISOString().slice(0, 19)})`;

const role = (source?: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'scheduler.amazonaws.com' },
        ...(source && { Condition: { ArnLike: { 'aws:SourceArn': source } } }),
      },
    },
    Policies: [
      {
        PolicyName: 'p',
        PolicyDocument: { Statement: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' } },
      },
    ],
  },
});

let local: Awaited<ReturnType<typeof aRuntime>>;
let scheduler: SchedulerClient;
const named = (RoleName: string, source?: string) => ({
  ...role(source),
  Properties: { ...role(source).Properties, RoleName },
});
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
beforeAll(async () => {
  local = await aRuntime(
    anAssembly({
      Q: queue('q'),
      Once: queue('once'),
      Moved: queue('moved'),
      Dead: queue('dead'),
      Role: named('sender'),
      OfGroup: named('of-group', arn('scheduler', 'schedule-group/default')),
      OfSchedule: named('of-schedule', arn('scheduler', 'schedule/default/*')),
      Other: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'other',
          AssumeRolePolicyDocument: {
            Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
          },
        },
      },
      Nightly: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'nightly' } },
      Template: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          Name: 'of-template',
          GroupName: 'nightly',
          ScheduleExpression: 'cron(0 9 31 * ? *)',
          StartDate: '2020-01-31T00:00:00Z',
          FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
          Target: { Arn: arn('sqs', 'q'), RoleArn: roleArn('sender') },
        },
      },
    }),
  );
  scheduler = new SchedulerClient({ ...local.access, maxAttempts: 1 });
  local.runtime.clock.hold();
});
afterAll(() => local.runtime.stop());

const given = (changes: Partial<CreateScheduleCommandInput> = {}, target: object = {}): CreateScheduleCommandInput => ({
  Name: 's',
  ScheduleExpression: 'rate(1 day)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: arn('sqs', 'q'), RoleArn: roleArn('sender'), ...target },
  ...changes,
});
const create = (...changes: Parameters<typeof given>) => scheduler.send(new CreateScheduleCommand(given(...changes)));
const count = async (name: string) => (await local.attributesOf(name)).ApproximateNumberOfMessages;

describe('a schedule', () => {
  it('is told as it was made, with what it has by default', async () => {
    const StartDate = new Date(DAY_0);
    const { ScheduleArn } = await create({ Name: 'told', StartDate, Description: 'why' });
    expect(ScheduleArn).toBe(arn('scheduler', 'schedule/default/told'));
    const {
      $metadata: _,
      CreationDate,
      LastModificationDate,
      ...told
    } = await scheduler.send(new GetScheduleCommand({ Name: 'told' }));
    expect(told).toEqual({
      ActionAfterCompletion: 'NONE',
      Arn: ScheduleArn,
      Description: 'why',
      FlexibleTimeWindow: { Mode: 'OFF' },
      GroupName: 'default',
      Name: 'told',
      ScheduleExpression: 'rate(1 day)',
      ScheduleExpressionTimezone: 'UTC',
      StartDate,
      State: 'ENABLED',
      Target: {
        Arn: arn('sqs', 'q'),
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        RoleArn: roleArn('sender'),
      },
    });
    expect([CreationDate, LastModificationDate]).toEqual([expect.any(Date), CreationDate]);
    await scheduler.send(new DeleteScheduleCommand({ Name: 'told' }));
    await expect(scheduler.send(new GetScheduleCommand({ Name: 'told' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule told does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('of a template is told too, and its start may be long ago', async () => {
    expect(await scheduler.send(new GetScheduleCommand({ Name: 'of-template', GroupName: 'nightly' }))).toMatchObject({
      ScheduleExpression: 'cron(0 9 31 * ? *)',
      StartDate: new Date('2020-01-31T00:00:00Z'),
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    });
  });

  it('calls once and is gone after that, if it is to be deleted when it is complete', async () => {
    const once = { ScheduleExpression: at(1), ActionAfterCompletion: 'DELETE' as const };
    await create({ Name: 'gone', ...once }, { Arn: arn('sqs', 'once'), Input: 'now' });
    await create({ Name: 'stays', ...once, ActionAfterCompletion: 'NONE' }, { Arn: arn('sqs', 'once') });
    const until = { EndDate: new Date(DAY_0 + 3 * HOUR), ActionAfterCompletion: 'DELETE' as const };
    await create({ Name: 'ends', ScheduleExpression: 'rate(2 hours)', ...until, StartDate: new Date(DAY_0) });
    await local.runtime.clock.moveTo(DAY_0 + HOUR);
    expect(await count('once')).toBe('2');
    const names = async () => (await scheduler.send(new ListSchedulesCommand({}))).Schedules?.map(({ Name }) => Name);
    expect(await names()).toEqual(['ends', 'stays', 'of-template']);
    await local.runtime.clock.moveTo(DAY_0 + 2 * HOUR);
    expect(await names()).toEqual(['stays', 'of-template']);
    await scheduler.send(new DeleteScheduleCommand({ Name: 'stays' }));
  });

  it('is changed as a whole, and falls due by what it is now', async () => {
    await create({ Name: 'changed', ScheduleExpression: at(10), Description: 'first' });
    await scheduler.send(
      new UpdateScheduleCommand(given({ Name: 'changed', ScheduleExpression: at(12) }, { Arn: arn('sqs', 'moved') })),
    );
    const told = await scheduler.send(new GetScheduleCommand({ Name: 'changed' }));
    expect(told.Description).toBeUndefined();
    await local.runtime.clock.moveTo(DAY_0 + 11 * HOUR);
    expect(await count('moved')).toBe('0');
    await local.runtime.clock.moveTo(DAY_0 + 12 * HOUR);
    expect(await count('moved')).toBe('1');
    await scheduler.send(new DeleteScheduleCommand({ Name: 'changed' }));
    await expect(scheduler.send(new UpdateScheduleCommand(given({ Name: 'changed' })))).rejects.toMatchObject({
      message: 'Schedule changed does not exist.',
    });
  });

  it('that is disabled calls nothing, and when it is enabled nothing that is over', async () => {
    const off = { Name: 'off', ScheduleExpression: at(20), State: 'DISABLED' as const };
    await create(off, { Arn: arn('sqs', 'dead') });
    await local.runtime.clock.moveTo(DAY_0 + 21 * HOUR);
    await scheduler.send(new UpdateScheduleCommand(given({ ...off, State: 'ENABLED' }, { Arn: arn('sqs', 'dead') })));
    await local.runtime.clock.moveTo(DAY_0 + 22 * HOUR);
    expect(await count('dead')).toBe('0');
    await scheduler.send(new DeleteScheduleCommand({ Name: 'off' }));
  });

  it('is made once by a call that is made again, and refused to another one', async () => {
    const ClientToken = 'a-token';
    const first = await create({ Name: 'again', ClientToken });
    expect((await create({ Name: 'again', ClientToken })).ScheduleArn).toBe(first.ScheduleArn);
    await expect(create({ Name: 'again' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Schedule again already exists.',
      $metadata: { httpStatusCode: 409 },
    });
    await scheduler.send(new DeleteScheduleCommand({ Name: 'again' }));
  });

  it('of another region is another one, and calls a target there', async () => {
    const elsewhere = new SchedulerClient({ ...local.access, region: 'eu-west-1', maxAttempts: 1 });
    await elsewhere.send(new CreateScheduleCommand(given({}, { Arn: arn('sqs', 'q', 'eu-west-1') })));
    expect((await elsewhere.send(new ListSchedulesCommand({}))).Schedules).toHaveLength(1);
    await expect(scheduler.send(new GetScheduleCommand({ Name: 's' }))).rejects.toThrow();
    await expect(elsewhere.send(new CreateScheduleCommand(given({ Name: 'near' })))).rejects.toMatchObject({
      message: 'The target ARN provided does not match the current region eu-west-1.',
    });
  });

  const fifo = { Arn: arn('sqs', 'q.fifo') };
  const bus = { Arn: arn('events', 'event-bus/b') };
  const universal = (call: string, more: object = {}) => ({ Arn: `arn:aws:scheduler:::aws-sdk:${call}`, ...more });
  it.each<[sentence: string, ...Parameters<typeof given>]>([
    ['Invalid Schedule Expression cron(0 1 * * * *).', { ScheduleExpression: 'cron(0 1 * * * *)' }],
    ['Invalid Schedule Expression rate(10 minutess).', { ScheduleExpression: 'rate(10 minutess)' }],
    ['Invalid Schedule Expression  rate(10 minutes).', { ScheduleExpression: ' rate(10 minutes)' }],
    ['Invalid Schedule Expression at(2021-12-31T23:59:59Z).', { ScheduleExpression: 'at(2021-12-31T23:59:59Z)' }],
    ['The ScheduleExpressionTimezone "Berlin" is not', { ScheduleExpressionTimezone: 'Berlin' }],
    [
      'MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.',
      { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 4 } },
    ],
    [
      'MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
    ],
    [
      "1 validation error detected: Value '1441' at 'flexibleTimeWindow.maximumWindowInMinutes' failed to satisfy constraint: Member must have value less than or equal to 1440",
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } },
    ],
    [
      'The StartDate you specify must come before the EndDate.',
      { StartDate: new Date(DAY_0 + 900 * HOUR), EndDate: new Date(DAY_0 + 900 * HOUR) },
    ],
    ['The StartDate you specify cannot be earlier than 5 minutes ago.', { StartDate: new Date(DAY_0 - HOUR) }],
    ['Schedule Group missing does not exist.', { GroupName: 'missing' }],
    ['The execution role you provide must allow AWS EventBridge Scheduler', {}, { RoleArn: roleArn('other') }],
    ['The execution role you provide must allow AWS EventBridge Scheduler', {}, { RoleArn: roleArn('of-schedule') }],
    ['Parameters SqsParameters must be specified.', {}, fifo],
    ['Parameters MessageGroupId not valid for the target.', {}, { SqsParameters: { MessageGroupId: 'g' } }],
    ['Parameters SqsParameters not supported for the target.', {}, { ...bus, SqsParameters: { MessageGroupId: 'g' } }],
    ['Parameters EventBridgeParameters must be specified.', {}, bus],
    ['getQueueUrl API is not supported.', {}, universal('sqs:getQueueUrl', { Input: '{}' })],
    ['You must provide an input to set this target for your schedule.', {}, universal('sqs:sendMessage')],
    ['JSON syntax error in input for the target.', {}, universal('sqs:sendMessage', { Input: 'text' })],
    ['schedules cannot call arn:aws:scheduler:::aws-sdk:s3:putObject', {}, universal('s3:putObject', { Input: '{}' })],
    [
      "Value 'arn:aws:sqs:us-east-1:000000000000:d.fifo' at 'target.deadLetterConfig.arn' failed to satisfy constraint",
      {},
      { DeadLetterConfig: { Arn: arn('sqs', 'd.fifo') } },
    ],
  ])('is refused: %s', async (sentence, ...changes) => {
    await expect(create(...changes)).rejects.toThrow(sentence);
  });

  it('is taken in a role that trusts Scheduler for the group', async () => {
    await create({ Name: 'trusted' }, { RoleArn: roleArn('of-group') });
    await scheduler.send(new DeleteScheduleCommand({ Name: 'trusted' }));
  });
});

describe('a schedule group', () => {
  it('has schedules of its own, and takes them with it', async () => {
    await scheduler.send(new CreateScheduleGroupCommand({ Name: 'g' }));
    await create({ Name: 'same', GroupName: 'g' });
    await create({ Name: 'same' });
    const list = async (GroupName: string) =>
      (await scheduler.send(new ListSchedulesCommand({ GroupName }))).Schedules?.map(({ Arn }) => Arn);
    expect(await list('g')).toEqual([arn('scheduler', 'schedule/g/same')]);
    await scheduler.send(new DeleteScheduleGroupCommand({ Name: 'g' }));
    await expect(list('g')).rejects.toMatchObject({ message: 'Schedule Group g does not exist.' });
    expect(await list('default')).toEqual([arn('scheduler', 'schedule/default/same')]);
    await scheduler.send(new DeleteScheduleCommand({ Name: 'same' }));
  });

  it('is told with its tags, page by page', async () => {
    const Tags = [{ Key: 'team', Value: 'loans' }];
    const { ScheduleGroupArn } = await scheduler.send(new CreateScheduleGroupCommand({ Name: 'tagged', Tags }));
    expect(await scheduler.send(new GetScheduleGroupCommand({ Name: 'tagged' }))).toMatchObject({
      ...{ Arn: ScheduleGroupArn, Name: 'tagged', State: 'ACTIVE' },
    });
    await scheduler.send(
      new TagResourceCommand({ ResourceArn: ScheduleGroupArn, Tags: [{ Key: 'stage', Value: 'dev' }] }),
    );
    await scheduler.send(new UntagResourceCommand({ ResourceArn: ScheduleGroupArn, TagKeys: ['team'] }));
    expect((await scheduler.send(new ListTagsForResourceCommand({ ResourceArn: ScheduleGroupArn }))).Tags).toEqual([
      { Key: 'stage', Value: 'dev' },
    ]);
    const first = await scheduler.send(new ListScheduleGroupsCommand({ MaxResults: 2 }));
    const rest = await scheduler.send(new ListScheduleGroupsCommand({ NextToken: first.NextToken }));
    expect([first, rest].map(({ ScheduleGroups }) => ScheduleGroups?.map(({ Name }) => Name))).toEqual([
      ['default', 'nightly'],
      ['tagged'],
    ]);
  });

  it.each([
    ['of that name there is already', 'nightly', 'Schedule Group nightly already exists.'],
    ['is there by default', 'default', 'This operation cannot be performed on schedule group default.'],
  ])('that %s is not made', async (_, Name, sentence) => {
    await expect(scheduler.send(new CreateScheduleGroupCommand({ Name }))).rejects.toMatchObject({ message: sentence });
  });
});
