import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRulesCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
} from '@aws-sdk/client-eventbridge';
import type { Aws } from '../../aws.ts';
import { aBus, anEntry, aRule, aRuleTo, put } from '../../given/a-bus.ts';
import { aQueue, bodiesOf, messagesIn } from '../../given/a-queue.ts';
import { api, guide, withRecordedText } from '../../reference.ts';
import { refusal, refused } from '../../refusal.ts';
import { storiesOf } from '../../story.ts';

const RECORDED = 'events/test_events.snapshot.json';
const WRONG_SCHEDULES = [
  'cron(0 12 * * *)',
  'rate(-10 minutes)',
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(10 minute)',
  'rate(10 seconds)',
  'rate(10)',
];
const described = async (aws: Aws, Name: string, EventBusName: string) => {
  const { $metadata, ...rule } = await aws.events.send(new DescribeRuleCommand({ Name, EventBusName }));
  return rule;
};

/** Tries to put a rule; it is removed at the end, if it was taken. */
function putRule(aws: Aws, rule: Omit<PutRuleCommandInput, 'Name'> & { Name?: string }) {
  const named = { Name: aws.unique('rule'), ...rule };
  aws.afterwards(() => aws.events.send(new DeleteRuleCommand(named)));
  return aws.events.send(new PutRuleCommand(named));
}

export const RULES = storiesOf('EventBridge: rules', [
  {
    name: 'A rule of a custom bus is described with its creator, and its ARN names the bus',
    reference: withRecordedText(api('EventBridge', 'DescribeRule'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      const rule = await aRule(aws, bus);
      return described(aws, rule.name, bus);
    },
    expected: {
      Arn: 'arn:aws:events:<region>:<account>:rule/<bus>/<rule>',
      CreatedBy: '<account>',
      EventBusName: '<bus>',
      EventPattern: '{"source":["story"]}',
      Name: '<rule>',
      State: 'ENABLED',
    },
  },
  {
    name: 'A rule of the default bus has no bus in its ARN',
    reference: withRecordedText(api('EventBridge', 'PutRule'), RECORDED),
    async tell(aws) {
      const { arn } = await aRule(aws, 'default');
      return arn;
    },
    expected: 'arn:aws:events:<region>:<account>:rule/<rule>',
  },
  {
    name: 'Putting a rule again replaces it: what is left out is gone, its targets stay',
    reference: api('EventBridge', 'PutRule'),
    async tell(aws) {
      const bus = await aBus(aws);
      const queue = await aQueue(aws);
      const { name: Name } = await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn, Input: '"heard"' }]);
      const rule = { Name, EventBusName: bus, EventPattern: '{"source":["story"]}' };
      await aws.events.send(new PutRuleCommand({ ...rule, Description: 'first', State: 'DISABLED' }));
      await aws.events.send(new PutRuleCommand(rule));
      const { Description, State } = await described(aws, Name, bus);
      await put(aws, anEntry(bus));
      return { Description: Description ?? null, State, heard: bodiesOf(await messagesIn(aws, queue, 1)) };
    },
    expected: { Description: null, State: 'ENABLED', heard: ['heard'] },
  },
  {
    name: 'A rule needs an event pattern or a schedule',
    reference: api('EventBridge', 'PutRule'),
    tell: (aws) => refused(putRule(aws, {})),
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'A pattern that is no JSON is refused',
    reference: api('EventBridge', 'PutRule'),
    tell: (aws) => refused(putRule(aws, { EventPattern: '{' })),
    expected: { refused: 'InvalidEventPatternException', status: 400 },
  },
  {
    name: 'A pattern whose value is in no array is refused',
    reference: guide('EventBridge User Guide', 'Creating Amazon EventBridge event patterns', 'eb-event-patterns'),
    tell: (aws) => refused(putRule(aws, { EventPattern: '{"source":"not in an array"}' })),
    expected: { refused: 'InvalidEventPatternException', status: 400 },
  },
  {
    name: 'A pattern with an operator that does not exist is refused',
    reference: guide(
      'EventBridge User Guide',
      'Comparison operators for use in event patterns',
      'eb-create-pattern-operators',
    ),
    tell: (aws) => refused(putRule(aws, { EventPattern: '{"source":[{"begins-with":"a"}]}' })),
    expected: { refused: 'InvalidEventPatternException', status: 400 },
  },
  {
    name: 'A rule’s name has 64 characters at most, and no space',
    reference: api('EventBridge', 'PutRule'),
    async tell(aws) {
      const named = (Name: string) => refused(putRule(aws, { Name, EventPattern: '{"source":["story"]}' }));
      return { long: await named(aws.unique('x').padEnd(65, 'x')), space: await named(`${aws.unique('a')} rule`) };
    },
    expected: {
      long: { refused: 'ValidationException', status: 400 },
      space: { refused: 'ValidationException', status: 400 },
    },
  },
  {
    name: 'A rule of a bus that does not exist is refused',
    reference: api('EventBridge', 'PutRule'),
    tell: (aws) => refusal(putRule(aws, { EventBusName: aws.unique('bus'), EventPattern: '{"source":["story"]}' })),
    expected: { refused: 'ResourceNotFoundException', status: 400, text: 'Event bus <bus> does not exist.' },
  },
  {
    name: 'A rule that does not exist cannot be described',
    reference: withRecordedText(api('EventBridge', 'DescribeRule'), RECORDED),
    tell: (aws) => refusal(aws.events.send(new DescribeRuleCommand({ Name: aws.unique('rule') }))),
    expected: {
      refused: 'ResourceNotFoundException',
      status: 400,
      text: 'Rule <rule> does not exist on EventBus default.',
    },
  },
  {
    name: 'A rule that has targets cannot be removed',
    reference: withRecordedText(api('EventBridge', 'DeleteRule'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      const queue = await aQueue(aws);
      const { name: Name } = await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn }]);
      return refusal(aws.events.send(new DeleteRuleCommand({ Name, EventBusName: bus })));
    },
    expected: {
      refused: 'ValidationException',
      status: 400,
      text: "Rule can't be deleted since it has targets.",
    },
  },
  {
    name: 'A rule without targets is removed; removing one that is not there is no error',
    reference: api('EventBridge', 'DeleteRule'),
    async tell(aws) {
      const bus = await aBus(aws);
      const { name: Name } = await aRule(aws, bus);
      const remove = () => refused(aws.events.send(new DeleteRuleCommand({ Name, EventBusName: bus })));
      return [await remove(), await remove()];
    },
    expected: ['taken', 'taken'],
  },
  {
    name: 'A disabled rule hears nothing until it is enabled',
    reference: api('EventBridge', 'DisableRule'),
    async tell(aws) {
      const bus = await aBus(aws);
      const [queue, witness] = [await aQueue(aws), await aQueue(aws)];
      await aRuleTo(aws, bus, [{ Id: 'queue', Arn: witness.arn }]);
      const { name: Name } = await aRuleTo(aws, bus, [{ Id: 'queue', Arn: queue.arn, InputPath: '$.detail' }]);
      await aws.events.send(new DisableRuleCommand({ Name, EventBusName: bus }));
      const { State } = await described(aws, Name, bus);
      await put(aws, anEntry(bus, { while: 'disabled' }));
      await messagesIn(aws, witness, 1);
      const whileDisabled = bodiesOf(await messagesIn(aws, queue, 1, 1));
      await aws.events.send(new EnableRuleCommand({ Name, EventBusName: bus }));
      await put(aws, anEntry(bus, { while: 'enabled' }));
      return { State, whileDisabled, whileEnabled: bodiesOf(await messagesIn(aws, queue, 1)) };
    },
    expected: { State: 'DISABLED', whileDisabled: [], whileEnabled: [{ while: 'enabled' }] },
  },
  {
    name: 'A rule that does not exist can be neither enabled nor disabled',
    reference: api('EventBridge', 'EnableRule'),
    async tell(aws) {
      const Name = aws.unique('rule');
      return [
        await refused(aws.events.send(new EnableRuleCommand({ Name }))),
        await refused(aws.events.send(new DisableRuleCommand({ Name }))),
      ];
    },
    expected: [
      { refused: 'ResourceNotFoundException', status: 400 },
      { refused: 'ResourceNotFoundException', status: 400 },
    ],
  },
  {
    name: 'Rules are listed by the beginning of their names, page by page',
    reference: withRecordedText(api('EventBridge', 'ListRules'), RECORDED),
    async tell(aws) {
      const bus = await aBus(aws);
      const NamePrefix = aws.unique('rules');
      await aRule(aws, bus);
      for (const number of [1, 2, 3]) {
        const rule = { Name: `${NamePrefix}-${number}`, EventBusName: bus };
        await putRule(aws, { ...rule, EventPattern: '{"source":["story"]}' });
      }
      const page = async (NextToken?: string) => {
        const { Rules, NextToken: next } = await aws.events.send(
          new ListRulesCommand({ EventBusName: bus, NamePrefix, Limit: 2, NextToken }),
        );
        return { names: Rules?.map(({ Name }) => Name), NextToken: next ?? null };
      };
      const first = await page();
      return [first, first.NextToken && (await page(first.NextToken))];
    },
    expected: [
      { NextToken: '<NextToken>', names: ['<rules>-1', '<rules>-2'] },
      { NextToken: null, names: ['<rules>-3'] },
    ],
  },
  {
    name: 'A page holds between 1 and 100 rules',
    reference: api('EventBridge', 'ListRules'),
    async tell(aws) {
      const page = (Limit: number) => refused(aws.events.send(new ListRulesCommand({ Limit })));
      return { none: await page(0), tooMany: await page(101) };
    },
    expected: {
      none: { refused: 'ValidationException', status: 400 },
      tooMany: { refused: 'ValidationException', status: 400 },
    },
  },
  {
    name: 'A rule on a schedule is described with it',
    reference: withRecordedText(api('EventBridge', 'PutRule'), 'events/test_events_schedule.snapshot.json'),
    async tell(aws) {
      const Name = aws.unique('rule');
      await putRule(aws, { Name, ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED' });
      return described(aws, Name, 'default');
    },
    expected: {
      Arn: 'arn:aws:events:<region>:<account>:rule/<rule>',
      CreatedBy: '<account>',
      EventBusName: 'default',
      Name: '<rule>',
      ScheduleExpression: 'rate(5 minutes)',
      State: 'DISABLED',
    },
  },
  {
    name: 'Schedules that are wrong are refused',
    reference: {
      ...guide('EventBridge User Guide', 'Setting a schedule pattern for scheduled rules', 'eb-scheduled-rule-pattern'),
      seen: 'text seen at AWS: localstack/localstack, tests/aws/services/events/test_events_schedule.py',
    },
    async tell(aws) {
      const answers: Record<string, unknown> = {};
      for (const ScheduleExpression of WRONG_SCHEDULES)
        answers[ScheduleExpression] = await refusal(putRule(aws, { ScheduleExpression }));
      return answers;
    },
    expected: Object.fromEntries(
      WRONG_SCHEDULES.map((expression) => [
        expression,
        { refused: 'ValidationException', status: 400, text: 'Parameter ScheduleExpression is not valid.' },
      ]),
    ),
  },
  {
    name: 'A schedule is for the default bus only',
    reference: withRecordedText(
      guide('EventBridge User Guide', 'Creating a scheduled rule (legacy)', 'eb-create-rule-schedule'),
      'events/test_events_schedule.snapshot.json',
    ),
    async tell(aws) {
      const EventBusName = await aBus(aws);
      return refusal(putRule(aws, { EventBusName, ScheduleExpression: 'rate(5 minutes)' }));
    },
    expected: {
      refused: 'ValidationException',
      status: 400,
      text: 'ScheduleExpression is supported only on the default event bus.',
    },
  },
]);
