import type { Shape } from '#local/gateway/constraints.ts';
import { printEntries } from './print-entries.ts';

const required = { required: true } as const;
const NAME = '[\\.\\-_A-Za-z0-9]+';
const ruleName = { min: 1, max: 64, pattern: NAME };
const archiveName = { min: 1, max: 48, pattern: NAME };
const replayName = { min: 1, max: 64, pattern: NAME };
const busName = { min: 1, max: 256, pattern: '[/\\.\\-_A-Za-z0-9]+' };
const busNameOrArn = {
  min: 1,
  max: 1600,
  pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+',
};
const ownBusName = { min: 1, max: 256, pattern: NAME };
const sourceArn = {
  min: 1,
  max: 1600,
  pattern: '^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:.+\\/.+$',
};
const arn = { min: 1, max: 1600 };
const description = { max: 512 };
const eventPattern = { max: 4096 };
const tags = { members: { Key: { ...required, min: 1, max: 128 }, Value: { ...required, max: 256 } } };
const page = { NextToken: { min: 1, max: 2048 }, Limit: { min: 1, max: 100 } };
const statementId = { min: 1, max: 64, pattern: '[a-zA-Z0-9-_]+' };
const rule = { Name: { ...required, ...ruleName }, EventBusName: busNameOrArn };
const bus = {
  Description: description,
  KmsKeyIdentifier: { max: 2048, pattern: '^[a-zA-Z0-9_\\-/:]*$' },
  DeadLetterConfig: { parts: { Arn: arn } },
};
const archive = { Description: description, EventPattern: eventPattern, RetentionDays: { min: 0 } };
const target: Shape = {
  Id: { ...required, min: 1, max: 64, pattern: NAME },
  Arn: { ...required, ...arn },
  RoleArn: arn,
  Input: { max: 8192 },
  InputPath: { max: 256 },
  InputTransformer: { parts: { InputTemplate: { ...required, min: 1, max: 8192 } } },
  SqsParameters: { parts: { MessageGroupId: {} } },
  DeadLetterConfig: { parts: { Arn: arn } },
  RetryPolicy: {
    parts: { MaximumRetryAttempts: { min: 0, max: 185 }, MaximumEventAgeInSeconds: { min: 60, max: 86_400 } },
  },
};

/** The constraints of each action's parameters (EventBridge API reference). */
export const SHAPES: Readonly<Record<string, Shape>> = {
  PutEvents: {
    Entries: { ...required, min: 1, max: 10, printed: printEntries, members: { EventBusName: busNameOrArn } },
  },
  TestEventPattern: { EventPattern: { ...required, ...eventPattern }, Event: required },

  CreateEventBus: { Name: { ...required, ...busName }, ...bus, Tags: tags },
  UpdateEventBus: { Name: busName, ...bus },
  DeleteEventBus: { Name: { ...required, ...busName } },
  DescribeEventBus: { Name: busNameOrArn },
  ListEventBuses: { NamePrefix: busName, ...page },
  PutPermission: {
    EventBusName: ownBusName,
    Action: { min: 1, max: 64, pattern: 'events:[a-zA-Z]+' },
    Principal: { min: 1, max: 12, pattern: '(\\d{12}|\\*)' },
    StatementId: statementId,
  },
  RemovePermission: { StatementId: statementId, EventBusName: ownBusName },

  PutRule: {
    ...rule,
    ScheduleExpression: { max: 256 },
    EventPattern: eventPattern,
    State: { oneOf: ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] },
    Description: description,
    RoleArn: arn,
    Tags: tags,
  },
  DescribeRule: rule,
  DeleteRule: rule,
  EnableRule: rule,
  DisableRule: rule,
  ListRules: { NamePrefix: ruleName, EventBusName: busNameOrArn, ...page },
  ListRuleNamesByTarget: { TargetArn: { ...required, ...arn }, EventBusName: busNameOrArn, ...page },
  PutTargets: {
    Rule: { ...required, ...ruleName },
    EventBusName: busNameOrArn,
    Targets: { ...required, min: 1, max: 100, members: target },
  },
  RemoveTargets: {
    Rule: { ...required, ...ruleName },
    EventBusName: busNameOrArn,
    Ids: { ...required, min: 1, max: 100 },
  },
  ListTargetsByRule: { Rule: { ...required, ...ruleName }, EventBusName: busNameOrArn, ...page },

  // Checked as by the service before it is said that there are no connections here.
  CreateConnection: {
    Name: { min: 1, max: 64, pattern: NAME },
    AuthorizationType: { oneOf: ['BASIC', 'OAUTH_CLIENT_CREDENTIALS', 'API_KEY'] },
  },

  TagResource: { ResourceARN: { ...required, ...arn }, Tags: { ...required, ...tags } },
  UntagResource: { ResourceARN: { ...required, ...arn }, TagKeys: required },
  ListTagsForResource: { ResourceARN: { ...required, ...arn } },

  CreateArchive: {
    ArchiveName: { ...required, ...archiveName },
    EventSourceArn: { ...required, ...sourceArn },
    ...archive,
  },
  UpdateArchive: { ArchiveName: { ...required, ...archiveName }, ...archive },
  DescribeArchive: { ArchiveName: { ...required, ...archiveName } },
  DeleteArchive: { ArchiveName: { ...required, ...archiveName } },
  ListArchives: {
    NamePrefix: archiveName,
    EventSourceArn: sourceArn,
    State: { oneOf: ['ENABLED', 'DISABLED', 'CREATING', 'UPDATING', 'CREATE_FAILED', 'UPDATE_FAILED'] },
    ...page,
  },
  StartReplay: {
    ReplayName: { ...required, ...replayName },
    Description: description,
    EventSourceArn: { ...required, ...sourceArn },
    EventStartTime: required,
    EventEndTime: required,
    Destination: { ...required, parts: { Arn: { ...required, ...arn } } },
  },
  DescribeReplay: { ReplayName: { ...required, ...replayName } },
  CancelReplay: { ReplayName: { ...required, ...replayName } },
  ListReplays: {
    NamePrefix: replayName,
    State: { oneOf: ['STARTING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'CANCELLED', 'FAILED'] },
    EventSourceArn: sourceArn,
    ...page,
  },
};
