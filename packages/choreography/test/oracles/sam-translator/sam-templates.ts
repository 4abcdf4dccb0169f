import fc from 'fast-check';
import type { Template } from '#template/template.ts';

/** SAM templates of buses, queues, topics, functions and state machines, now and then one that SAM refuses. */
export const samTemplates = (): fc.Arbitrary<Template> =>
  fc
    .record({
      functions: fc.array(lambda(), { minLength: 1, maxLength: 3 }),
      machines: fc.array(machine(), { maxLength: 1 }),
      connectors: fc.array(connector(), { maxLength: 2 }),
      rule: fc.oneof({ weight: 9, arbitrary: rule() }, { weight: 1, arbitrary: fc.constant(undefined) }),
      globals: perhaps(globals()),
    })
    .map(({ functions, machines, connectors, rule: scheduled, globals: ofAll }) => {
      const named = (prefix: string, all: readonly object[]) => all.map((each, index) => [`${prefix}${index}`, each]);
      const Resources = Object.fromEntries([
        ...Object.entries(AROUND),
        ...(scheduled ? [['Rule', scheduled]] : []),
        ...named('Function', functions),
        ...named('Machine', machines),
        ...named('Connector', connectors),
      ]);
      const Globals = ofAll && { Globals: { Function: ofAll } };
      return JSON.parse(
        JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', Conditions, Parameters, ...Globals, Resources }),
      ) as Template;
    });

const Conditions = { IsLive: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] } };
const Parameters = {
  Stage: { Type: 'String', Default: 'live' },
  AliasName: { Type: 'String', Default: 'current' },
  Unknown: { Type: 'String' },
};

/** What the others refer to. */
const AROUND = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
  OtherQueue: { Type: 'AWS::SQS::Queue' },
  Topic: { Type: 'AWS::SNS::Topic' },
  FifoTopic: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } },
  Stream: { Type: 'AWS::Kinesis::Stream' },
  Bucket: { Type: 'AWS::S3::Bucket' },
  Pool: { Type: 'AWS::Cognito::UserPool' },
  Table: { Type: 'AWS::Serverless::SimpleTable' },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    },
  },
};

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (id: string) => ({ Ref: id });
const one = fc.constantFrom;
/** One time of so many. */
const perhaps = <Value>(value: fc.Arbitrary<Value>, times = 2): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 1, arbitrary: value }, { weight: times - 1, arbitrary: fc.constant(undefined) });
/** Seldom something else than it should be. */
const mostly = (value: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: value }, { weight: 1, arbitrary: other });

const pattern = () => one({ source: ['depot'] }, { 'detail-type': ['Arrived'] }, { source: [{ prefix: 'shop.' }] });
const busName = () => one<unknown>('shop', ref('Bus'), 'elsewhere');
const condition = () => perhaps(fc.constant('IsLive'), 5);

const deadLetterConfig = () =>
  fc.oneof(
    { weight: 16, arbitrary: one<unknown>({ Type: 'SQS' }, { Type: 'SQS', QueueLogicalId: 'Dead' }) },
    { weight: 4, arbitrary: fc.constant({ Arn: arn('Queue') }) },
    { weight: 1, arbitrary: one<unknown>({}, { Type: 'SNS' }, { Type: 'SQS', Arn: arn('Queue') }) },
  );

const ruleProperties = () =>
  fc.record(
    {
      Pattern: pattern(),
      EventBusName: perhaps(busName()),
      RuleName: perhaps(fc.constant('named'), 5),
      State: perhaps(one('ENABLED', 'DISABLED'), 8),
      Input: perhaps(fc.constant('{"a":1}'), 5),
      InputPath: perhaps(fc.constant('$.detail'), 5),
      InputTransformer: perhaps(fc.constant({ InputPathsMap: { i: '$.detail.id' }, InputTemplate: '{"id":<i>}' }), 4),
      Target: perhaps(one<unknown>({ Id: 'own' }, {}), 5),
      RetryPolicy: perhaps(fc.constant({ MaximumRetryAttempts: 3 }), 4),
      DeadLetterConfig: perhaps(deadLetterConfig()),
      Name: perhaps(fc.constant('misspelt'), 60),
    },
    { requiredKeys: [] },
  );

const schedule = () =>
  fc.record(
    {
      Schedule: mostly(fc.constant('rate(5 minutes)'), fc.constant(undefined)),
      Name: perhaps(fc.constant('every'), 5),
      State: perhaps(one('ENABLED', 'DISABLED'), 5),
      Input: perhaps(fc.constant('{"a":1}'), 5),
      DeadLetterConfig: perhaps(deadLetterConfig()),
      RetryPolicy: perhaps(fc.constant({ MaximumRetryAttempts: 3 }), 4),
    },
    { requiredKeys: ['Schedule'] },
  );

const scheduleV2 = () =>
  fc.record(
    {
      ScheduleExpression: fc.constant('rate(5 minutes)'),
      Name: perhaps(fc.constant('every'), 5),
      OmitName: perhaps(fc.boolean(), 9),
      State: perhaps(one('ENABLED', 'DISABLED'), 5),
      Input: perhaps(fc.constant('{"a":1}'), 5),
      FlexibleTimeWindow: perhaps(fc.constant({ Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 }), 5),
      GroupName: perhaps(fc.constant('jobs'), 5),
      RoleArn: perhaps(fc.constant(arn('Role')), 5),
      DeadLetterConfig: perhaps(deadLetterConfig()),
      PermissionsBoundary: perhaps(fc.constant('arn:aws:iam::111122223333:policy/limit'), 5),
    },
    { requiredKeys: ['ScheduleExpression'] },
  );

const sns = () =>
  fc.record(
    {
      Topic: one<unknown>(ref('Topic'), ref('FifoTopic'), 'arn:aws:sns:us-east-1:111122223333:news'),
      Region: perhaps(fc.constant('eu-west-1'), 5),
      FilterPolicy: perhaps(fc.constant({ kind: ['paid'] })),
      FilterPolicyScope: perhaps(fc.constant('MessageBody'), 4),
      RedrivePolicy: perhaps(fc.constant({ deadLetterTargetArn: arn('Queue') }), 5),
      SqsSubscription: perhaps(
        one<unknown>(
          ...[true, false, { QueueArn: arn('Queue'), QueueUrl: ref('Queue'), BatchSize: 5, Enabled: false }],
          ...[
            { QueueArn: arn('Queue'), QueueUrl: ref('Queue'), QueuePolicyLogicalId: 'Own' },
            { QueueArn: arn('Queue') },
          ],
        ),
      ),
    },
    { requiredKeys: ['Topic'] },
  );

const polled = (source: string, value: fc.Arbitrary<unknown>) =>
  fc.record(
    {
      [source]: value,
      BatchSize: perhaps(mostly(one(1, 5), fc.constant('five'))),
      StartingPosition: fc.constant('LATEST'),
      Enabled: perhaps(fc.boolean(), 5),
      FilterCriteria: perhaps(one<unknown>({ Filters: [{ Pattern: '{}' }] }, { Wrong: [] }), 6),
      DestinationConfig: perhaps(
        one(
          ...[{ OnFailure: { Type: 'SQS', Destination: arn('Queue') } }, { OnFailure: { Destination: arn('Queue') } }],
          ...[{ OnFailure: { Type: 'SNS', Destination: ref('Topic') } }],
        ),
        5,
      ),
      FunctionResponseTypes: perhaps(fc.constant(['ReportBatchItemFailures']), 5),
      ScalingConfig: perhaps(fc.constant({ MaximumConcurrency: 2 }), 5),
    },
    { requiredKeys: [source, 'StartingPosition'] },
  );

const functionEvent = () =>
  fc.oneof(
    { weight: 12, arbitrary: event('EventBridgeRule', withEnabled(ruleProperties())) },
    { weight: 1, arbitrary: event('CloudWatchEvent', withEnabled(ruleProperties())) },
    { weight: 2, arbitrary: event('Schedule', withEnabled(schedule())) },
    { weight: 2, arbitrary: event('ScheduleV2', scheduleV2()) },
    { weight: 3, arbitrary: event('SNS', sns()) },
    { weight: 2, arbitrary: event('SQS', polled('Queue', one<unknown>(arn('Queue'), arn('OtherQueue')))) },
    { weight: 1, arbitrary: event('Kinesis', polled('Stream', fc.constant(arn('Stream')))) },
    {
      weight: 1,
      arbitrary: event('DynamoDB', polled('Stream', fc.constant({ 'Fn::GetAtt': ['Table', 'StreamArn'] }))),
    },
    {
      weight: 1,
      arbitrary: event('S3', fc.constant({ Bucket: ref('Bucket'), Events: 's3:ObjectCreated:*' })),
    },
    {
      weight: 1,
      arbitrary: event('CloudWatchLogs', fc.constant({ LogGroupName: '/aws/lambda/x', FilterPattern: 'ERROR' })),
    },
    { weight: 1, arbitrary: event('IoTRule', fc.constant({ Sql: "SELECT * FROM 'a/b'" })) },
    { weight: 1, arbitrary: event('AlexaSkill', one({}, { SkillId: 'amzn1.ask.skill.1' })) },
  );

const anyEvent = () =>
  fc.oneof({ weight: 30, arbitrary: functionEvent() }, { weight: 1, arbitrary: event('Unheard', fc.constant({})) });

const withEnabled = (properties: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc
    .tuple(properties, perhaps(one<unknown>(true, false, { 'Fn::If': ['IsLive', true, false] }), 6))
    .map(([given, Enabled]) => ({ ...given, Enabled }));

const event = (Type: string, Properties: fc.Arbitrary<object>) =>
  Properties.map((properties) => ({ Type, Properties: properties }));

const events = (each: fc.Arbitrary<object>) =>
  fc.dictionary(one('Arrived', 'Left', 'Sorted', 'Zero', 'alpha'), each, { maxKeys: 3 });

const policies = () =>
  fc.array(
    fc.oneof(
      one<unknown>(
        ...['AWSLambdaSQSQueueExecutionRole', 'AmazonSQSFullAccess', 'AWSLambdaBasicExecutionRole'],
        ...['service-role/AWSLambdaRole', 'arn:aws:iam::aws:policy/AmazonEventBridgeFullAccess', ref('Unknown')],
      ),
      one<unknown>(
        ...[
          { EventBridgePutEventsPolicy: { EventBusName: ref('Bus') } },
          { SQSSendMessagePolicy: { QueueName: arn('Queue') } },
        ],
        ...[{ EventBridgePutEventsPolicy: { EventBusName: arn('Bus') } }, { SQSPollerPolicy: { QueueName: 'q' } }],
        ...[{ DynamoDBCrudPolicy: { TableName: ref('Table') } }],
        ...[{ LambdaInvokePolicy: { FunctionName: 'f' } }, { SESCrudPolicy: { IdentityName: 'shop' } }],
        ...[{ EFSWriteAccessPolicy: { FileSystem: 'a', AccessPoint: 'b' } }],
        ...[{ StepFunctionsExecutionPolicy: { StateMachineName: 'm' } }, { SNSCrudPolicy: { TopicName: 't' } }],
      ),
      one<unknown>(
        { Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: arn('Bus') }] },
        { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'events:*', Resource: '*' } },
      ),
      one<unknown>(
        { 'Fn::If': ['IsLive', 'AWSLambdaRole', ref('AWS::NoValue')] },
        { 'Fn::If': ['IsLive', { EventBridgePutEventsPolicy: { EventBusName: 'live' } }, ref('AWS::NoValue')] },
      ),
    ),
    { maxLength: 3 },
  );

const anyPolicies = () =>
  mostly(
    policies(),
    one<unknown>(...[[{ EventBridgePutEventsPolicy: {} }], [{ NoSuchPolicy: {} }], 'AmazonSNSFullAccess'], [
      { 'Fn::If': ['IsLive', 'AWSLambdaRole', { Statement: [] }] },
    ]),
  );

const destination = () =>
  one<unknown>(
    ...[{ Type: 'SQS' }, { Type: 'SNS' }, { Type: 'SQS', Destination: arn('Queue') }],
    ...[
      { Type: 'EventBridge', Destination: arn('Bus') },
      { Type: 'Lambda', Destination: 'arn:aws:lambda:us-east-1:111122223333:function:f' },
    ],
    { Type: 'SQS', Destination: { 'Fn::If': ['IsLive', arn('Queue'), ref('AWS::NoValue')] } },
    { Type: 'SQS', Destination: { 'Fn::If': ['IsLive', ref('AWS::NoValue'), arn('Queue')] } },
  );

const lambda = () =>
  fc
    .record({
      Condition: condition(),
      Properties: fc.record(
        {
          Runtime: fc.constant('nodejs24.x'),
          Handler: mostly(fc.constant('index.handler'), fc.constant(undefined)),
          InlineCode: fc.constant('exports.handler = async () => 1'),
          FunctionName: perhaps(fc.constant('sorter'), 8),
          Events: events(anyEvent()),
          Policies: anyPolicies(),
          Role: perhaps(
            one<unknown>(...[arn('Role'), { 'Fn::If': ['IsLive', arn('Role'), ref('AWS::NoValue')] }], {
              'Fn::If': ['IsLive', ref('AWS::NoValue'), arn('Role')],
            }),
            8,
          ),
          AutoPublishAlias: perhaps(
            mostly(one<unknown>('live', 'a-b_c', ref('AliasName')), one<unknown>('12', { 'Fn::Sub': 'x' })),
            5,
          ),
          DeadLetterQueue: perhaps(
            one<unknown>(
              { Type: 'SQS', TargetArn: arn('Queue') },
              { Type: 'SNS', TargetArn: ref('Topic') },
              { Type: 'SQS' },
            ),
            6,
          ),
          EventInvokeConfig: perhaps(
            fc.record(
              {
                MaximumRetryAttempts: fc.constant(1),
                DestinationConfig: fc.record(
                  { OnSuccess: mostly(destination(), fc.constant({ Type: 'EventBridge' })), OnFailure: destination() },
                  { requiredKeys: [] },
                ),
              },
              { requiredKeys: [] },
            ),
            4,
          ),
          FunctionUrlConfig: perhaps(
            one<unknown>({ AuthType: 'NONE' }, { AuthType: 'AWS_IAM', Cors: { AllowOrigins: ['*'] } }, {}),
            6,
          ),
          VpcConfig: perhaps(fc.constant({ SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }), 8),
          Tracing: perhaps(one('Active', 'Disabled'), 8),
          Environment: perhaps(fc.constant({ Variables: { BUS: ref('Bus'), NAME: 'ä' } }), 5),
          Unknown: perhaps(fc.constant(1), 60),
        },
        { requiredKeys: ['Runtime', 'Handler', 'InlineCode'] },
      ),
    })
    .map((each) => ({ Type: 'AWS::Serverless::Function', ...each }));

const machine = () =>
  fc
    .record({
      Condition: condition(),
      Properties: fc.record(
        {
          Definition: mostly(fc.constant({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }), fc.constant(undefined)),
          Name: perhaps(fc.constant('flow'), 5),
          Events: events(
            fc.oneof(
              event('EventBridgeRule', ruleProperties()),
              event('Schedule', withEnabled(schedule())),
              event('ScheduleV2', scheduleV2()),
            ),
          ),
          Policies: anyPolicies(),
          Role: perhaps(fc.constant(arn('Role')), 20),
          PermissionsBoundary: perhaps(fc.constant('arn:aws:iam::111122223333:policy/limit'), 8),
        },
        { requiredKeys: ['Definition'] },
      ),
    })
    .map((each) => ({ Type: 'AWS::Serverless::StateMachine', ...each }));

const rule = () =>
  fc.constant({
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: ref('Bus'),
      EventPattern: { source: ['depot'] },
      Targets: [
        { Id: 'f', Arn: arn('Function0') },
        { Id: 'q', Arn: arn('Queue') },
        { Id: 't', Arn: ref('Topic') },
        { Id: 'b', Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/far', RoleArn: arn('Role') },
      ],
    },
  });

const end = (): fc.Arbitrary<unknown> =>
  one<unknown>(
    ...['Function0', 'Function0', 'Machine0', 'Rule', 'Bus', 'Queue', 'Topic', 'Table', 'Nobody'].map((Id) => ({ Id })),
    { Type: 'AWS::Events::EventBus', Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/far' },
    { Type: 'AWS::SQS::Queue', Arn: 'arn:aws:sqs:us-east-1:111122223333:far', QueueUrl: 'https://far' },
  );

/** Ends that may be connected. */
const connected = () =>
  one<readonly unknown[]>(
    ...[
      ['Rule', 'Function0', ['Write']],
      ['Rule', 'Queue', ['Write']],
      ['Rule', 'Topic', ['Write']],
    ],
    ...[
      ['Function0', 'Bus', ['Write']],
      ['Function0', 'Queue', ['Read', 'Write']],
      ['Function0', 'Table', ['Read']],
    ],
    ...[
      ['Topic', 'Queue', ['Write']],
      ['Queue', 'Function0', ['Read', 'Write']],
      ['Function0', 'Topic', ['Write']],
    ],
    ...[
      ['Bucket', 'Function0', ['Write']],
      ['Table', 'Function0', ['Read']],
      ['Topic', 'Function0', ['Write']],
    ],
  ).map(([source, to, Permissions]) => ({
    ...{ Source: { Id: source }, Destination: { Id: to }, Permissions },
  }));

const anyEnds = () =>
  fc.record({
    Source: end(),
    Destination: fc.oneof({ weight: 3, arbitrary: end() }, { weight: 1, arbitrary: fc.array(end(), { maxLength: 2 }) }),
    Permissions: one<unknown>(['Write'], ['Write'], ['Read'], ['Read', 'Write'], []),
  });

const connector = () =>
  fc
    .oneof({ weight: 8, arbitrary: connected() }, { weight: 1, arbitrary: anyEnds() })
    .map((Properties) => ({ Type: 'AWS::Serverless::Connector', Properties }));

const globals = () =>
  fc.record(
    {
      Timeout: fc.constant(5),
      Environment: fc.constant({ Variables: { SHARED: 'yes' } }),
      AutoPublishAlias: perhaps(fc.constant('all'), 6),
      DeadLetterQueue: perhaps(fc.constant({ Type: 'SQS', TargetArn: arn('OtherQueue') }), 6),
      Events: perhaps(fc.constant({}), 60),
    },
    { requiredKeys: [] },
  );
