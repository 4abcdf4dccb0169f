import {
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { Aws } from '../../aws.ts';
import { aBus, aRule, aRuleTo } from '../../given/a-bus.ts';
import { api, withRecordedText } from '../../reference.ts';
import { refusal, refused } from '../../refusal.ts';
import { storiesOf } from '../../story.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:anywhere';
const LIMIT = {
  ...api('EventBridge', 'PutTargets'),
  seen: 'text seen at AWS: aws-cloudformation/cfn-lint, issue 306',
};
const INPUTS = 'events/test_events_inputs.snapshot.json';

/** How a target is refused by a rule of its own. */
async function targetRefused(aws: Aws, target: Omit<Target, 'Id' | 'Arn'> & { Arn?: string }) {
  const bus = await aBus(aws);
  const { name: Rule } = await aRule(aws, bus);
  aws.afterwards(() => aws.events.send(new RemoveTargetsCommand({ Rule, EventBusName: bus, Ids: ['target'] })));
  return aws.events.send(
    new PutTargetsCommand({ Rule, EventBusName: bus, Targets: [{ Id: 'target', Arn: QUEUE, ...target }] }),
  );
}

export const TARGETS = storiesOf('EventBridge: targets', [
  {
    name: 'Targets are listed as they were put, page by page',
    reference: api('EventBridge', 'ListTargetsByRule'),
    async tell(aws) {
      const bus = await aBus(aws);
      const targets = ['a', 'b', 'c'].map((Id) => ({ Id, Arn: QUEUE, Input: `"${Id}"` }));
      const { name: Rule } = await aRuleTo(aws, bus, targets);
      const page = async (NextToken?: string) => {
        const { Targets, NextToken: next } = await aws.events.send(
          new ListTargetsByRuleCommand({ Rule, EventBusName: bus, Limit: 2, NextToken }),
        );
        return { Targets, NextToken: next ?? null };
      };
      const first = await page();
      return [first, first.NextToken && (await page(first.NextToken))];
    },
    expected: [
      {
        NextToken: '<NextToken>',
        Targets: [
          { Arn: 'arn:aws:sqs:<region>:<account>:anywhere', Id: 'a', Input: '"a"' },
          { Arn: 'arn:aws:sqs:<region>:<account>:anywhere', Id: 'b', Input: '"b"' },
        ],
      },
      { NextToken: null, Targets: [{ Arn: 'arn:aws:sqs:<region>:<account>:anywhere', Id: 'c', Input: '"c"' }] },
    ],
  },
  {
    name: 'A target that is put again under its id is replaced',
    reference: api('EventBridge', 'PutTargets'),
    async tell(aws) {
      const EventBusName = await aBus(aws);
      const { name: Rule } = await aRuleTo(aws, EventBusName, [{ Id: 'target', Arn: QUEUE, Input: '"first"' }]);
      await aws.events.send(
        new PutTargetsCommand({ Rule, EventBusName, Targets: [{ Id: 'target', Arn: QUEUE, InputPath: '$.detail' }] }),
      );
      const { Targets } = await aws.events.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
      return Targets;
    },
    expected: [{ Arn: 'arn:aws:sqs:<region>:<account>:anywhere', Id: 'target', InputPath: '$.detail' }],
  },
  {
    name: 'A rule has five targets at most',
    reference: LIMIT,
    async tell(aws) {
      const bus = await aBus(aws);
      const { name: Rule } = await aRule(aws, bus);
      const Targets = [1, 2, 3, 4, 5, 6].map((number) => ({ Id: `t${number}`, Arn: QUEUE }));
      const Ids = Targets.map(({ Id }) => Id);
      aws.afterwards(() => aws.events.send(new RemoveTargetsCommand({ Rule, EventBusName: bus, Ids })));
      return refusal(aws.events.send(new PutTargetsCommand({ Rule, EventBusName: bus, Targets })));
    },
    expected: {
      refused: 'LimitExceededException',
      status: 400,
      text: 'The requested resource exceeds the maximum number allowed.',
    },
  },
  {
    name: 'Targets of a rule that does not exist are refused',
    reference: api('EventBridge', 'PutTargets'),
    tell: (aws) =>
      refusal(
        aws.events.send(new PutTargetsCommand({ Rule: aws.unique('rule'), Targets: [{ Id: 'target', Arn: QUEUE }] })),
      ),
    expected: {
      refused: 'ResourceNotFoundException',
      status: 400,
      text: 'Rule <rule> does not exist on EventBus default.',
    },
  },
  {
    name: 'Only one of Input, InputPath and InputTransformer may be given',
    reference: withRecordedText(api('EventBridge', 'PutTargets'), INPUTS),
    tell: (aws) => refusal(targetRefused(aws, { Input: '"a"', InputPath: '$.detail' })),
    expected: {
      refused: 'ValidationException',
      status: 400,
      text: 'Only one of Input, InputPath, or InputTransformer must be provided for target target.',
    },
  },
  {
    name: 'An input template that names a variable which is not there is refused',
    reference: withRecordedText(api('EventBridge', 'InputTransformer'), INPUTS),
    tell: (aws) =>
      refusal(
        targetRefused(aws, { InputTransformer: { InputPathsMap: { a: '$.detail.a' }, InputTemplate: '"<a> <b>"' } }),
      ),
    expected: {
      refused: 'ValidationException',
      status: 400,
      text: 'InputTemplate for target target contains invalid placeholder b.',
    },
  },
  {
    name: 'An Input that is no JSON is refused',
    reference: api('EventBridge', 'Target'),
    tell: (aws) => refused(targetRefused(aws, { Input: '{' })),
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'A retry policy keeps to its limits: 185 attempts, an age of 60 to 86400 seconds',
    reference: api('EventBridge', 'RetryPolicy'),
    async tell(aws) {
      const policy = (RetryPolicy: Target['RetryPolicy']) => refused(targetRefused(aws, { RetryPolicy }));
      return {
        attempts186: await policy({ MaximumRetryAttempts: 186 }),
        seconds59: await policy({ MaximumEventAgeInSeconds: 59 }),
        seconds86401: await policy({ MaximumEventAgeInSeconds: 86_401 }),
        both: await policy({ MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 }),
      };
    },
    expected: {
      attempts186: { refused: 'ValidationException', status: 400 },
      both: 'taken',
      seconds59: { refused: 'ValidationException', status: 400 },
      seconds86401: { refused: 'ValidationException', status: 400 },
    },
  },
  {
    name: 'Removed targets are no longer listed',
    reference: api('EventBridge', 'RemoveTargets'),
    async tell(aws) {
      const EventBusName = await aBus(aws);
      const { name: Rule } = await aRuleTo(aws, EventBusName, [
        { Id: 'a', Arn: QUEUE },
        { Id: 'b', Arn: QUEUE },
      ]);
      const removed = await aws.events.send(new RemoveTargetsCommand({ Rule, EventBusName, Ids: ['a'] }));
      const { Targets } = await aws.events.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
      return { removed, left: Targets?.map(({ Id }) => Id) };
    },
    expected: { left: ['b'], removed: { FailedEntries: [], FailedEntryCount: 0 } },
  },
  {
    name: 'The rules that lead to a target are found by its ARN',
    reference: api('EventBridge', 'ListRuleNamesByTarget'),
    async tell(aws) {
      const bus = await aBus(aws);
      const Arn = `arn:aws:sqs:us-east-1:000000000000:${aws.unique('queue')}`;
      await aRuleTo(aws, bus, [{ Id: 'target', Arn }]);
      await aRuleTo(aws, bus, [{ Id: 'target', Arn: QUEUE }]);
      const { RuleNames } = await aws.events.send(
        new ListRuleNamesByTargetCommand({ TargetArn: Arn, EventBusName: bus }),
      );
      return RuleNames;
    },
    expected: ['<rule>'],
  },
]);
