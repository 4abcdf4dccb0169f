import { describe, expect, test } from 'vitest';
import { type Found, referredBy, resourcesOf, type Statement, synthesized } from '../synthesized.ts';

/** Rules that every template keeps, whichever participants there are. Each test lists what breaks its rule. */
const templates = await synthesized();
const prod = await synthesized({ stage: 'prod' });
const thrownAway = await synthesized({ stage: 'dev' });
const rules = resourcesOf(templates, 'AWS::Events::Rule');
const targets = rules.flatMap((rule) =>
  (rule.Properties.Targets as Statement[]).map((target) => ({ ...target, at: rule.at, template: rule.template })),
);
const functions = resourcesOf(templates, 'AWS::Lambda::Function');
const isTargeted = ({ id, template }: Found) =>
  targets.some((target) => target.template === template && referredBy(target.Arn) === id);
const at = (found: readonly { readonly at: string }[]) => found.map((resource) => resource.at);

describe('Nothing is lost:', () => {
  test('every rule target has a dead-letter queue of its own template, and a retry policy', () => {
    expect(targets.length).toBeGreaterThan(0);
    const bare = targets.filter(
      ({ DeadLetterConfig, RetryPolicy, template }) =>
        template.resources[referredBy(DeadLetterConfig?.Arn) ?? '']?.Type !== 'AWS::SQS::Queue' ||
        RetryPolicy?.MaximumEventAgeInSeconds !== 24 * 60 * 60 ||
        RetryPolicy.MaximumRetryAttempts !== 185,
    );
    expect(at(bare)).toEqual([]);
  });

  /** Whether a policy of a queue lets one rule send to it. */
  const maySend = (queue: string | undefined, rule: Found): boolean =>
    resourcesOf(templates, 'AWS::SQS::QueuePolicy').some(
      (policy) =>
        policy.template === rule.template &&
        policy.Properties.PolicyDocument.Statement.some(
          ({ Effect, Action, Principal, Condition, Resource }: Statement) =>
            Effect === 'Allow' &&
            [Action].flat().includes('sqs:SendMessage') &&
            Principal.Service === 'events.amazonaws.com' &&
            referredBy(Condition?.ArnEquals?.['aws:SourceArn']) === rule.id &&
            referredBy(Resource) === queue,
        ),
    );

  test('EventBridge may send to each of those queues, for that rule alone', () => {
    const closed = rules.filter((rule) => !maySend(referredBy(rule.Properties.Targets[0].DeadLetterConfig?.Arn), rule));
    expect(at(closed)).toEqual([]);
  });

  test('EventBridge may invoke each target, or send to its queue, for that rule alone', () => {
    const permissions = resourcesOf(templates, 'AWS::Lambda::Permission');
    const closed = rules.filter(
      (rule) =>
        !maySend(referredBy(rule.Properties.Targets[0].Arn), rule) &&
        !permissions.some(
          (permission) =>
            permission.template === rule.template &&
            permission.Properties.Principal === 'events.amazonaws.com' &&
            referredBy(permission.Properties.SourceArn) === rule.id,
        ),
    );
    expect(at(closed)).toEqual([]);
  });

  test('every function that is invoked asynchronously has a failure destination, and is retried twice', () => {
    const configs = resourcesOf(templates, 'AWS::Lambda::EventInvokeConfig');
    const asynchronous = functions.filter(isTargeted);
    expect(asynchronous.length).toBeGreaterThan(0);
    const bare = asynchronous.filter(
      ({ id, template }) =>
        !configs.some(
          ({ template: other, Properties }) =>
            other === template &&
            referredBy(Properties.FunctionName) === id &&
            Properties.MaximumRetryAttempts === 2 &&
            template.resources[referredBy(Properties.DestinationConfig?.OnFailure?.Destination) ?? '']?.Type ===
              'AWS::SQS::Queue',
        ),
    );
    expect(at(bare)).toEqual([]);
  });

  test('dead letters are kept for 14 days, and an alarm tells of the first one', () => {
    const queues = resourcesOf(templates, 'AWS::SQS::Queue').filter(({ Properties }) => !Properties.RedrivePolicy);
    expect(queues.length).toBeGreaterThan(0);
    const alarms = resourcesOf(templates, 'AWS::CloudWatch::Alarm');
    // What is in a queue that leads to another one is not set aside yet.
    const last = queues.filter(({ Properties }) => Properties.RedrivePolicy === undefined);
    const bare = last.filter(
      ({ id, template, Properties }) =>
        Properties.MessageRetentionPeriod !== 14 * 24 * 60 * 60 ||
        !alarms.some(
          (alarm) =>
            alarm.template === template &&
            alarm.Properties.MetricName === 'ApproximateNumberOfMessagesVisible' &&
            alarm.Properties.Threshold === 1 &&
            referredBy(alarm.Properties.Dimensions[0].Value) === id,
        ),
    );
    expect(at(bare)).toEqual([]);
  });

  test('what a job failed on is tried again from a queue of its own, which feeds it in part and few at a time, and ends in its dead-letter queue', () => {
    const configs = resourcesOf(templates, 'AWS::Lambda::EventInvokeConfig');
    const mappings = resourcesOf(templates, 'AWS::Lambda::EventSourceMapping');
    const tried = configs.filter(({ id }) => !id.startsWith('Record') && !id.startsWith('Sweep'));
    expect(tried.length).toBeGreaterThan(0);
    const bare = tried.filter(({ template, Properties }) => {
      const id = referredBy(Properties.DestinationConfig.OnFailure.Destination) ?? '';
      const { deadLetterTargetArn, maxReceiveCount } = template.resources[id]?.Properties?.RedrivePolicy ?? {};
      const letters = template.resources[referredBy(deadLetterTargetArn) ?? ''];
      const feeds = mappings.some(
        (mapping) =>
          mapping.template === template &&
          referredBy(mapping.Properties.EventSourceArn) === id &&
          referredBy(mapping.Properties.FunctionName) === referredBy(Properties.FunctionName) &&
          mapping.Properties.FunctionResponseTypes.join() === 'ReportBatchItemFailures' &&
          mapping.Properties.ScalingConfig.MaximumConcurrency <= 100,
      );
      return !feeds || maxReceiveCount !== 1000 || letters?.Type !== 'AWS::SQS::Queue';
    });
    expect(at(bare)).toEqual([]);
  });

  /** The metrics that an alarm looks at, each with what it is counted by. */
  const lookedAt = ({ Properties }: Found): { MetricName: string; Dimensions: Statement[] }[] =>
    Properties.Metrics?.flatMap(({ MetricStat }: Statement) => MetricStat?.Metric ?? []) ?? [Properties];
  const hasAlarm = ({ id, template }: Found, metric: string): boolean =>
    resourcesOf([template], 'AWS::CloudWatch::Alarm').some((alarm) =>
      lookedAt(alarm).some(
        ({ MetricName, Dimensions }) =>
          MetricName === metric && Dimensions.some(({ Value }) => JSON.stringify(Value).includes(`"${id}"`)),
      ),
    );

  test.each(['Errors', 'Throttles'])('every function has an alarm for its %s, as a rate that lasts', (metric) => {
    expect(at(functions.filter((each) => !hasAlarm(each, metric)))).toEqual([]);
    const single = resourcesOf(templates, 'AWS::CloudWatch::Alarm').filter(
      (alarm) =>
        lookedAt(alarm).some(({ MetricName }) => MetricName === metric) &&
        !(alarm.Properties.Threshold === 10 && alarm.Properties.EvaluationPeriods === 3),
    );
    expect(at(single)).toEqual([]);
  });

  test('every alarm reaches the address that is given, by the topic of the bus', async () => {
    const told = await synthesized({ alarms: 'on-call@example.com' });
    const topic = JSON.stringify({
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':sns:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':checkout_alarms',
        ],
      ],
    });
    const alarms = resourcesOf(told, 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(0);
    expect(at(alarms.filter(({ Properties }) => JSON.stringify(Properties.AlarmActions?.[0]) !== topic))).toEqual([]);
    expect(resourcesOf(told, 'AWS::SNS::Topic').map(({ Properties }) => Properties.TopicName)).toEqual([
      'checkout_alarms',
    ]);
    expect(
      resourcesOf(told, 'AWS::SNS::Subscription').map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]),
    ).toEqual([['email', 'on-call@example.com']]);
    expect(resourcesOf(templates, 'AWS::SNS::Topic')).toEqual([]);
  });

  test.each(['InvocationsSentToDlq', 'InvocationsFailedToBeSentToDlq'])(
    'every rule has an alarm for what it could not deliver (%s)',
    (metric) => {
      expect(at(rules.filter((rule) => !hasAlarm(rule, metric)))).toEqual([]);
    },
  );

  test.each(['AsyncEventsDropped', 'DestinationDeliveryFailures', 'AsyncEventAge'])(
    'every function that is invoked asynchronously has an alarm for what it gave up on, or comes late to (%s)',
    (metric) => {
      expect(at(functions.filter(isTargeted).filter((each) => !hasAlarm(each, metric)))).toEqual([]);
    },
  );

  test('one dashboard has a row for each participant, with every job in it', () => {
    const [dashboard, ...others] = resourcesOf(templates, 'AWS::CloudWatch::Dashboard');
    expect(others).toEqual([]);
    const body: string = dashboard?.Properties.DashboardBody['Fn::Join'][1]
      .filter((part: unknown) => typeof part === 'string')
      .join('');
    const rows: { y: number; properties: { title: string; metrics: unknown[][] } }[] = JSON.parse(body).widgets;
    const missing = functions.filter(({ Properties: { FunctionName } }) => {
      const [, participant] = FunctionName.split('_');
      const row = rows.filter(({ properties }) => properties.title.startsWith(`${participant}: `));
      return (
        new Set(row.map(({ y }) => y)).size !== 1 ||
        !row.every((widget) => JSON.stringify(widget).includes(FunctionName))
      );
    });
    expect(at(missing)).toEqual([]);
    expect(new Set(rows.map(({ y, properties }) => `${y} ${properties.title.split(':')[0]}`)).size).toBe(5);
  });

  test('every table has point-in-time recovery, but those whose items all expire and that of the monitor, which the archive makes again', () => {
    const tables = resourcesOf(templates, 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
    expect(tables.length).toBeGreaterThan(0);
    const bare = tables.filter(
      ({ Properties }) => Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled !== true,
    );
    expect(bare.map(({ Properties }) => Properties.TableName).sort()).toEqual([
      'checkout_checkout',
      'checkout_email',
      'checkout_monitor',
    ]);
  });

  test.each([
    ['the first copy', templates],
    ['a stage', prod],
  ])('on %s, what is stored is protected from deletion', (_, kept) => {
    const stored = resourcesOf(kept, 'AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::Events::Archive');
    const bare = stored.filter(
      ({ Type, DeletionPolicy, UpdateReplacePolicy, Properties }) =>
        DeletionPolicy !== 'Retain' ||
        UpdateReplacePolicy !== 'Retain' ||
        (Type === 'AWS::DynamoDB::Table' && Properties.DeletionProtectionEnabled !== true),
    );
    expect(stored.length).toBeGreaterThan(0);
    expect(at(bare)).toEqual([]);
  });

  test('on a stage that is named as one to throw away, removing a stack leaves nothing behind', () => {
    const kept = thrownAway.flatMap(({ name, resources }) =>
      Object.entries(resources)
        .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')
        .map(([id]) => `${name} ${id}`),
    );
    expect(kept).toEqual([]);
  });
});
