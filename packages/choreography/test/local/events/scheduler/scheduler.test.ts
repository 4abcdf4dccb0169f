import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '#template/input-error.ts';
import { anAssembly, queue, queuePolicy } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const role = (statement: object) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' } },
    },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', ...statement } } }],
  },
});
const schedule = (ScheduleExpression: string, target: object, given: object = {}) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: { ScheduleExpression, FlexibleTimeWindow: { Mode: 'OFF' }, Target: target, ...given },
});
const HOUR = 3_600_000;
/** Midnight of the day after tomorrow: far enough to be ahead of every test. */
const DAY_0 = (Math.floor(Date.now() / (24 * HOUR)) + 2) * 24 * HOUR;
const iso = (hours: number) => new Date(DAY_0 + hours * HOUR).toISOString().slice(0, 19);
/** Hears what a source says on the bus, in a queue of its own. */
const listener = (name: string, source: string) => ({
  [name]: queue(name.toLowerCase()),
  [`${name}Policy`]: queuePolicy(name),
  [`${name}Rule`]: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: [source] },
      Targets: [{ Id: 'q', Arn: arnOf(name) }],
    },
  },
});

describe('EventBridge Scheduler', () => {
  let local: Awaited<ReturnType<typeof aRuntime>>;
  beforeAll(async () => {
    const toQueue = { Arn: arnOf('Q'), RoleArn: arnOf('Sender') };
    local = await aRuntime(
      anAssembly({
        Q: queue('scheduled'),
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
        ...listener('Heard', 'shop.clock'),
        ...listener('Universally', 'shop.universal'),
        Dead: queue('dead'),
        Sender: role({ Action: 'sqs:SendMessage', Resource: '*' }),
        Putter: role({ Action: 'events:PutEvents', Resource: arnOf('Bus') }),
        Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'nightly' } },
        Text: schedule(
          `at(${iso(18)})`,
          { ...toQueue, Input: 'at <aws.scheduler.scheduled-time> by <aws.scheduler.schedule-arn>' },
          { Name: 'text', GroupName: { Ref: 'Group' }, ScheduleExpressionTimezone: 'Asia/Tokyo' },
        ),
        ToBus: schedule(`at(${iso(24)})`, {
          ...{ Arn: arnOf('Bus'), RoleArn: arnOf('Putter'), Input: '{"id":1234567890123456789}' },
          EventBridgeParameters: { Source: 'shop.clock', DetailType: 'Struck' },
        }),
        Universal: schedule(`at(${iso(48)})`, {
          ...{ Arn: 'arn:aws:scheduler:::aws-sdk:eventbridge:putEvents', RoleArn: arnOf('Putter') },
          Input: JSON.stringify({
            Entries: [{ EventBusName: 'bus', Source: 'shop.universal', DetailType: 'Universal', Detail: '{}' }],
          }),
        }),
        Forbidden: schedule(
          `at(${iso(72)})`,
          { ...toQueue, RoleArn: arnOf('Putter'), DeadLetterConfig: { Arn: arnOf('Dead') } },
          { Name: 'forbidden' },
        ),
        Late: queue('within-window'),
        Window: schedule(
          `at(${iso(96)})`,
          { ...toQueue, Arn: arnOf('Late') },
          {
            FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 },
          },
        ),
        Off: schedule('rate(1 minute)', toQueue, { State: 'DISABLED' }),
      }),
    );
    local.runtime.clock.hold();
  });
  afterAll(() => local.runtime.stop());

  it('calls its target once, by the clock of a time zone, with the context in its input', async () => {
    await local.runtime.clock.moveTo(DAY_0 + 12 * HOUR);
    expect((await local.messageIn('scheduled')).Body).toBe(
      `at ${iso(9)}Z by arn:aws:scheduler:us-east-1:000000000000:schedule/nightly/text`,
    );
    expect((await local.attributesOf('scheduled')).ApproximateNumberOfMessages).toBe('0');
  });

  it('puts an event on a bus, also by the universal target', async () => {
    await local.runtime.clock.moveTo(DAY_0 + 36 * HOUR);
    const struck = (await local.messageIn('heard')).Body;
    expect(struck).toContain('"detail":{"id":1234567890123456789}');
    expect(JSON.parse(struck ?? '')).toMatchObject({ source: 'shop.clock', 'detail-type': 'Struck' });
    await local.runtime.clock.moveTo(DAY_0 + 60 * HOUR);
    expect(JSON.parse((await local.messageIn('universally')).Body ?? '')).toMatchObject({ 'detail-type': 'Universal' });
  });

  it('sets aside what its role does not allow, and says so', async () => {
    await local.runtime.clock.moveTo(DAY_0 + 84 * HOUR);
    expect(local.notices).toContainEqual(
      expect.objectContaining({ kind: 'schedule-failed', schedule: 'forbidden', deadLettered: false }),
    );
  });

  it('calls within its flexible window, with a notification where there is no input', async () => {
    const before = DAY_0 + 96 * HOUR;
    await local.runtime.clock.moveTo(before - 1);
    expect((await local.attributesOf('within-window')).ApproximateNumberOfMessages).toBe('0');
    await local.runtime.clock.moveTo(before + HOUR);
    expect(JSON.parse((await local.messageIn('within-window')).Body ?? '')).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      time: `${iso(96)}Z`,
      detail: '{}',
    });
  });

  it.each([
    [
      'a wrong expression',
      schedule('cron(0 25 * * ? *)', { Arn: arnOf('Q') }),
      'Invalid Schedule Expression cron(0 25',
    ],
    [
      'an unknown time zone',
      schedule('rate(1 hour)', { Arn: arnOf('Q') }, { ScheduleExpressionTimezone: 'Berlin' }),
      '"Berlin"',
    ],
    [
      'a target that does not run here',
      schedule('rate(1 hour)', { Arn: 'arn:aws:scheduler:::aws-sdk:s3:putObject' }),
      's3:putObject',
    ],
  ])('refuses %s at the start', async (_, resource, reason) => {
    const starting = aRuntime(anAssembly({ Q: queue('q'), S: resource }));
    await expect(starting).rejects.toBeInstanceOf(InputError);
    await expect(starting).rejects.toThrow(reason);
  });
});
