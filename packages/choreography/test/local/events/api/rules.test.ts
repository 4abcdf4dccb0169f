import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ARN, EventPattern, eventsApi, QUEUE, refused } from './events-api.ts';

const { send, aRule } = eventsApi();

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
