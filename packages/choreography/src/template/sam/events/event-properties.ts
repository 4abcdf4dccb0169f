import type { PropertyKinds } from '#template/sam/properties.ts';

/** What a rule's event may have: of a function and of a state machine. */
const RULE: PropertyKinds = {
  EventBusName: 'text',
  RuleName: 'text',
  Pattern: 'map',
  DeadLetterConfig: 'map',
  RetryPolicy: 'map',
  Input: 'text',
  InputPath: 'text',
  State: 'text',
  InputTransformer: 'map',
};
const FUNCTION_RULE: PropertyKinds = { ...RULE, Target: 'map', Enabled: 'flag' };
const MACHINE_RULE: PropertyKinds = { ...RULE, Target: 'map=' };

const SCHEDULE: PropertyKinds = {
  Schedule: 'text!',
  Input: 'text',
  Enabled: 'flag',
  State: 'text',
  Name: 'text',
  Description: 'text',
  DeadLetterConfig: 'map',
  RetryPolicy: 'map',
};

const SCHEDULE_V2: PropertyKinds = {
  ScheduleExpression: 'text!',
  FlexibleTimeWindow: 'map',
  Name: 'text',
  State: 'text',
  Description: 'text',
  StartDate: 'text',
  EndDate: 'text',
  ScheduleExpressionTimezone: 'text',
  GroupName: 'text',
  KmsKeyArn: 'text',
  Input: 'text',
  RoleArn: 'text',
  DeadLetterConfig: 'map',
  RetryPolicy: 'map',
  OmitName: 'flag=',
  PermissionsBoundary: 'text',
};

const POLLED: PropertyKinds = {
  BatchSize: 'number',
  StartingPosition: 'any',
  StartingPositionTimestamp: 'any',
  Enabled: 'flag',
  MaximumBatchingWindowInSeconds: 'number',
  MaximumRetryAttempts: 'number',
  BisectBatchOnFunctionError: 'flag',
  MaximumRecordAgeInSeconds: 'number',
  DestinationConfig: 'map',
  ParallelizationFactor: 'number',
  Topics: 'list',
  Queues: 'list',
  SourceAccessConfigurations: 'list',
  SecretsManagerKmsKeyId: 'text',
  TumblingWindowInSeconds: 'number',
  FunctionResponseTypes: 'list',
  KafkaBootstrapServers: 'list',
  FilterCriteria: 'map',
  KmsKeyArn: 'any',
  ConsumerGroupId: 'text',
  ScalingConfig: 'map',
  ProvisionedPollerConfig: 'map',
  SchemaRegistryConfig: 'map',
  MetricsConfig: 'map',
  LoggingConfig: 'map',
};

const API: PropertyKinds = { Path: 'text!', Method: 'text!', RestApiId: 'text', Stage: 'text', Auth: 'map' };

/** What each type of event may have, at a function (SAM developer guide: "EventSource"). */
export const FUNCTION_EVENT_PROPERTIES: Readonly<Record<string, PropertyKinds>> = {
  EventBridgeRule: FUNCTION_RULE,
  CloudWatchEvent: FUNCTION_RULE,
  Schedule: { ...SCHEDULE, RuleName: 'text' },
  ScheduleV2: SCHEDULE_V2,
  SNS: {
    Topic: 'text!',
    Region: 'text',
    FilterPolicy: 'any',
    FilterPolicyScope: 'any',
    SqsSubscription: 'flag|map',
    RedrivePolicy: 'map',
  },
  SQS: { ...POLLED, Queue: 'any!' },
  Kinesis: { ...POLLED, Stream: 'any!', StartingPosition: 'any!' },
  DynamoDB: { ...POLLED, Stream: 'any!', StartingPosition: 'any!' },
  MSK: { ...POLLED, Stream: 'any!', StartingPosition: 'any!' },
  MQ: { ...POLLED, Broker: 'any!', DynamicPolicyName: 'flag=' },
  SelfManagedKafka: POLLED,
  DocumentDB: { ...POLLED, Cluster: 'any!', DatabaseName: 'any!', CollectionName: 'any', FullDocument: 'any' },
  S3: { Bucket: 'text!', Events: 'text|texts!', Filter: 'words' },
  CloudWatchLogs: { LogGroupName: 'text!', FilterPattern: 'text!' },
  IoTRule: { Sql: 'text!', AwsIotSqlVersion: 'text' },
  AlexaSkill: { SkillId: 'text' },
  Cognito: { UserPool: 'text!', Trigger: 'text|texts!' },
  Api: {
    ...API,
    RequestModel: 'map',
    RequestParameters: 'list',
    TimeoutInMillis: 'number',
    ResponseTransferMode: 'text',
  },
  HttpApi: {
    Path: 'text',
    Method: 'text',
    ApiId: 'text',
    Stage: 'text',
    Auth: 'map',
    TimeoutInMillis: 'number',
    RouteSettings: 'map',
    PayloadFormatVersion: 'text',
  },
};

/** At a state machine. */
export const MACHINE_EVENT_PROPERTIES: Readonly<Record<string, PropertyKinds>> = {
  EventBridgeRule: MACHINE_RULE,
  CloudWatchEvent: MACHINE_RULE,
  Schedule: { ...SCHEDULE, Target: 'map=', RoleArn: 'text=' },
  ScheduleV2: SCHEDULE_V2,
  Api: { ...API, UnescapeMappingTemplate: 'flag=' },
};
