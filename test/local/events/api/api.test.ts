import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEndpointCommand,
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  type EventBridgeClient,
  ListEventBusesCommand,
  ListEventSourcesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly, queue } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let send: EventBridgeClient['send'];
beforeAll(async () => {
  local = await aRuntime(anAssembly({ Q: queue('q') }));
  send = local.events.send.bind(local.events);
});
afterAll(() => local.runtime.stop());

const ARN = 'arn:aws:events:us-east-1:000000000000';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:q';
const EventPattern = '{"source":["a"]}';
let count = 0;
/** A rule of its own, with no target. */
async function aRule(given: object = {}): Promise<string> {
  const Name = `rule-${count++}`;
  await send(new PutRuleCommand({ Name, EventPattern, ...given }));
  return Name;
}
const refused = (name: string, message: string | RegExp) =>
  expect.objectContaining({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) });

describe('buses', () => {
  it('are made, described, changed, listed by prefix and deleted', async () => {
    const made = await send(new CreateEventBusCommand({ Name: 'shop', Description: 'What is said' }));
    expect(made).toMatchObject({ EventBusArn: `${ARN}:event-bus/shop`, Description: 'What is said' });
    await send(new UpdateEventBusCommand({ Name: 'shop', Description: 'Other' }));
    expect(await send(new DescribeEventBusCommand({ Name: `${ARN}:event-bus/shop` }))).toMatchObject({
      Name: 'shop',
      Description: 'Other',
      CreationTime: expect.any(Date),
    });
    const { EventBuses } = await send(new ListEventBusesCommand({ NamePrefix: 'sh' }));
    expect(EventBuses?.map(({ Name }) => Name)).toEqual(['shop']);
    await send(new DeleteEventBusCommand({ Name: 'shop' }));
    await expect(send(new DescribeEventBusCommand({ Name: 'shop' }))).rejects.toEqual(
      refused('ResourceNotFoundException', 'Event bus shop does not exist.'),
    );
    await send(new DeleteEventBusCommand({ Name: 'shop' }));
  });

  it('are refused twice, and the default one is never deleted', async () => {
    await expect(send(new CreateEventBusCommand({ Name: 'default' }))).rejects.toEqual(
      refused('ResourceAlreadyExistsException', 'Event bus default already exists.'),
    );
    await expect(send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toEqual(
      refused('ValidationException', 'Cannot delete event bus default.'),
    );
  });

  it('permit others by statements of their policy', async () => {
    const Permission = { Action: 'events:PutEvents', Principal: '111111111111', StatementId: 'one' };
    await send(new PutPermissionCommand(Permission));
    const { Policy = '' } = await send(new DescribeEventBusCommand({}));
    expect(JSON.parse(Policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'one',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'events:PutEvents',
          Resource: `${ARN}:event-bus/default`,
        },
      ],
    });
    await expect(send(new RemovePermissionCommand({ StatementId: 'two' }))).rejects.toEqual(
      refused('ResourceNotFoundException', 'Statement with the provided id does not exist.'),
    );
    await send(new RemovePermissionCommand({ StatementId: 'one' }));
    expect((await send(new DescribeEventBusCommand({}))).Policy).toBeUndefined();
  });
});

describe('rules', () => {
  it('are put, described, disabled and enabled, and keep their targets when they are put again', async () => {
    const Name = await aRule({ Description: 'first' });
    await send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 't', Arn: QUEUE }] }));
    await send(new PutRuleCommand({ Name, EventPattern, State: 'DISABLED' }));
    expect(await send(new DescribeRuleCommand({ Name }))).toMatchObject({
      Arn: `${ARN}:rule/${Name}`,
      EventBusName: 'default',
      State: 'DISABLED',
      CreatedBy: '000000000000',
    });
    expect((await send(new DescribeRuleCommand({ Name }))).Description).toBeUndefined();
    await send(new EnableRuleCommand({ Name }));
    expect((await send(new DescribeRuleCommand({ Name }))).State).toBe('ENABLED');
    await send(new DisableRuleCommand({ Name }));
    const { Targets } = await send(new ListTargetsByRuleCommand({ Rule: Name }));
    expect(Targets).toEqual([{ Id: 't', Arn: QUEUE }]);
    await expect(send(new DeleteRuleCommand({ Name }))).rejects.toEqual(
      refused('ValidationException', "Rule can't be deleted since it has targets."),
    );
    await send(new RemoveTargetsCommand({ Rule: Name, Ids: ['t'] }));
    await send(new DeleteRuleCommand({ Name }));
    await expect(send(new DescribeRuleCommand({ Name }))).rejects.toEqual(
      refused('ResourceNotFoundException', `Rule ${Name} does not exist on EventBus default.`),
    );
  });

  it('are told page by page, and by the target that they have', async () => {
    await send(new CreateEventBusCommand({ Name: 'pages' }));
    const names = Array.from({ length: 7 }, (_, n) => `page-${n}`);
    for (const Name of names) {
      await send(new PutRuleCommand({ Name, EventBusName: 'pages', EventPattern }));
      await send(new PutTargetsCommand({ Rule: Name, EventBusName: 'pages', Targets: [{ Id: 't', Arn: QUEUE }] }));
    }
    for (const list of [
      async (page: object) => {
        const { Rules = [], NextToken } = await send(new ListRulesCommand({ EventBusName: 'pages', ...page }));
        return { names: Rules.map(({ Name }) => Name), NextToken };
      },
      async (page: object) => {
        const { RuleNames = [], NextToken } = await send(
          new ListRuleNamesByTargetCommand({ TargetArn: QUEUE, EventBusName: 'pages', ...page }),
        );
        return { names: RuleNames, NextToken };
      },
    ]) {
      const first = await list({ Limit: 3 });
      const second = await list({ Limit: 3, NextToken: first.NextToken });
      const third = await list({ Limit: 3, NextToken: second.NextToken });
      expect([...first.names, ...second.names, ...third.names]).toEqual(names);
      expect(third.NextToken).toBeUndefined();
    }
    await expect(send(new ListRulesCommand({ NextToken: 'x' }))).rejects.toEqual(
      refused('ValidationException', 'Parameter NextToken is not valid.'),
    );
  });

  it.each([
    ['with neither pattern nor schedule', {}, 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
    [
      'with a schedule on a bus of its own',
      { EventBusName: 'other', ScheduleExpression: 'rate(1 minute)' },
      'ScheduleExpression is supported only on the default event bus.',
    ],
    ['with a wrong rate', { ScheduleExpression: 'rate(1 minutes)' }, 'Parameter ScheduleExpression is not valid.'],
    [
      'with a wrong name and a wrong state, both told',
      { Name: 'no spaces', EventPattern, State: 'ON' },
      "2 validation errors detected: Value 'no spaces' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+; Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]",
    ],
  ])('are refused %s', async (_, input: object, message) => {
    if ('EventBusName' in input) await send(new CreateEventBusCommand({ Name: 'other' }));
    await expect(send(new PutRuleCommand({ Name: 'wrong', ...input } as never))).rejects.toEqual(
      refused('ValidationException', message),
    );
  });

  it('are refused with a wrong pattern, in the words of the service', async () => {
    await expect(send(new PutRuleCommand({ Name: 'wrong', EventPattern: '{"source": []}' }))).rejects.toEqual(
      refused(
        'InvalidEventPatternException',
        'Event pattern is not valid. Reason: Empty arrays are not allowed\n at [Source: (String)"{"source": []}"; line: 1, column: 14]',
      ),
    );
  });

  it('are at the most 300 on a bus, with patterns of at the most 2048 characters', async () => {
    await send(new CreateEventBusCommand({ Name: 'full' }));
    const put = (Name: string, pattern = EventPattern) =>
      send(new PutRuleCommand({ Name, EventBusName: 'full', EventPattern: pattern }));
    for (let n = 0; n < 300; n++) await put(`n${n}`);
    const limit = refused('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    await expect(put('one-more')).rejects.toEqual(limit);
    await put('n0');
    await expect(put('n0', `{"source":["${'x'.repeat(2048)}"]}`)).rejects.toEqual(limit);
  });
});

describe('targets', () => {
  it('are at the most five of a rule', async () => {
    const Rule = await aRule();
    const target = (n: number) => ({ Id: `t${n}`, Arn: QUEUE });
    await send(new PutTargetsCommand({ Rule, Targets: [1, 2, 3, 4, 5].map(target) }));
    await send(new PutTargetsCommand({ Rule, Targets: [target(5)] }));
    await expect(send(new PutTargetsCommand({ Rule, Targets: [target(6)] }))).rejects.toEqual(
      refused('LimitExceededException', 'The requested resource exceeds the maximum number allowed.'),
    );
    const removed = await send(new RemoveTargetsCommand({ Rule, Ids: ['t1', 'none'] }));
    expect(removed).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 'none', ErrorCode: 'ResourceNotFoundException' }],
    });
  });

  it.each([
    [
      'a wrong id',
      { Id: '!@#' },
      "1 validation error detected: Value '!@#' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    ['no ARN', { Arn: 'q' }, 'Parameter q is not valid. Reason: Provided Arn is not in correct format.'],
    [
      'two inputs',
      { InputPath: '$.detail', InputTransformer: { InputTemplate: '"x"' } },
      'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
    ],
    ['an input that is no JSON', { Input: 'text' }, 'JSON syntax error in input for target t.'],
    [
      'a placeholder that is not defined',
      { InputTransformer: { InputTemplate: '"<unknown>"' } },
      'InputTemplate for target t contains invalid placeholder unknown.',
    ],
    [
      'a FIFO queue without a message group',
      { Arn: `${QUEUE}.fifo` },
      'Parameter(s) SqsParameters must be specified for target: t.',
    ],
    [
      'too many retries',
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      "1 validation error detected: Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185",
    ],
  ])('are refused with %s', async (_, target: object, message) => {
    const Rule = await aRule();
    await expect(send(new PutTargetsCommand({ Rule, Targets: [{ Id: 't', Arn: QUEUE, ...target }] }))).rejects.toEqual(
      refused('ValidationException', message),
    );
    expect((await send(new ListTargetsByRuleCommand({ Rule }))).Targets).toEqual([]);
  });

  it('of services that the runtime has not are refused by name', async () => {
    const Rule = await aRule();
    const Arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:x';
    await expect(send(new PutTargetsCommand({ Rule, Targets: [{ Id: 't', Arn }] }))).rejects.toEqual(
      refused('UnsupportedOperationException', /does not support targets of the service "states"/),
    );
  });
});

describe('tags', () => {
  it('are put on rules and buses, told and taken away', async () => {
    const Name = await aRule({ Tags: [{ Key: 'a', Value: '1' }] });
    for (const ResourceARN of [`${ARN}:rule/${Name}`, `${ARN}:event-bus/default`]) {
      await send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'b', Value: '2' }] }));
      await send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));
      expect((await send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
    }
    await expect(send(new ListTagsForResourceCommand({ ResourceARN: `${ARN}:rule/none` }))).rejects.toEqual(
      refused('ResourceNotFoundException', 'Rule none does not exist on EventBus default.'),
    );
  });
});

describe('TestEventPattern', () => {
  const event = { id: '1', account: '1', source: 'a', time: 't', region: 'r', resources: [], 'detail-type': 'T' };
  const test = (pattern: string, tested: object) =>
    send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(tested) }));

  it('answers from the same code as the rules', async () => {
    expect((await test(EventPattern, event)).Result).toBe(true);
    expect((await test('{"source":[{"anything-but":"a"}]}', event)).Result).toBe(false);
    await expect(test('{"source":"a"}', event)).rejects.toEqual(
      refused('InvalidEventPatternException', /"source" must be an object or an array/),
    );
  });

  it('asks for a whole event', async () => {
    await expect(test(EventPattern, { source: 'a' })).rejects.toEqual(
      refused('ValidationException', 'Parameter Event is not valid. Reason: id is a required field.'),
    );
  });
});

describe('what reaches beyond this machine', () => {
  it.each([
    ['API destinations', new CreateApiDestinationCommand({ Name: 'x' } as never)],
    ['connections', new CreateConnectionCommand({ Name: 'x' } as never)],
    ['partner event sources', new ListEventSourcesCommand({})],
    ['global endpoints', new CreateEndpointCommand({ Name: 'x' } as never)],
  ])('is not supported, plainly: %s', async (family, command) => {
    await expect(send(command as never)).rejects.toEqual(
      refused('UnsupportedOperationException', new RegExp(`not supported: the local runtime has no ${family}`)),
    );
  });
});

describe('PutEvents', () => {
  it('is refused without entries, and beyond ten, in the words of the service', async () => {
    await expect(send(new PutEventsCommand({ Entries: [] }))).rejects.toEqual(
      refused(
        'ValidationException',
        "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    );
  });
});
