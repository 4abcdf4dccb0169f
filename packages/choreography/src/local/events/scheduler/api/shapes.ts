import type { Shape } from '#local/gateway/constraints.ts';

const required = { required: true } as const;
const name = { min: 1, max: 64, pattern: '^[0-9a-zA-Z-_.]+$' };
const clientToken = { min: 1, max: 64, pattern: '^[a-zA-Z0-9-_]+$' };
const state = { oneOf: ['ENABLED', 'DISABLED'] };
const page = { NextToken: { min: 1, max: 2048 }, MaxResults: { min: 1, max: 100 } };
const tag: Shape = { Key: { ...required, min: 1, max: 128 }, Value: { ...required, min: 1, max: 256 } };
const tags = { max: 200, members: tag };
const groupArn = {
  min: 1,
  max: 1011,
  pattern: '^arn:aws(-[a-z]+)?:scheduler:[a-z0-9\\-]+:\\d{12}:schedule-group\\/[0-9a-zA-Z-_.]+$',
};

const target: Shape = {
  Arn: { ...required, min: 1, max: 1600 },
  RoleArn: { ...required, min: 1, max: 1600, pattern: '^arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$' },
  Input: { min: 1 },
  DeadLetterConfig: {
    parts: {
      Arn: { min: 1, max: 1600, pattern: '^arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+$' },
    },
  },
  RetryPolicy: {
    parts: { MaximumEventAgeInSeconds: { min: 60, max: 86_400 }, MaximumRetryAttempts: { min: 0, max: 185 } },
  },
  EventBridgeParameters: {
    parts: {
      DetailType: { ...required, min: 1, max: 128 },
      Source: {
        ...required,
        min: 1,
        max: 256,
        pattern: '^(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)$',
      },
    },
  },
  SqsParameters: { parts: { MessageGroupId: { min: 1, max: 128 } } },
};

const schedule: Shape = {
  Name: { ...required, ...name },
  GroupName: name,
  ClientToken: clientToken,
  ScheduleExpression: { ...required, min: 1, max: 256 },
  ScheduleExpressionTimezone: { min: 1, max: 50 },
  Description: { max: 512 },
  State: state,
  ActionAfterCompletion: { oneOf: ['NONE', 'DELETE'] },
  KmsKeyArn: {
    min: 1,
    max: 2048,
    pattern: '^arn:aws(-[a-z]+)?:kms:[a-z0-9\\-]+:\\d{12}:(key|alias)\\/[0-9a-zA-Z-_]*$',
  },
  FlexibleTimeWindow: {
    ...required,
    parts: { Mode: { ...required, oneOf: ['OFF', 'FLEXIBLE'] }, MaximumWindowInMinutes: { min: 1, max: 1440 } },
  },
  Target: { ...required, parts: target },
};
const named: Shape = { Name: { ...required, ...name }, GroupName: name, ClientToken: clientToken };

/** The constraints of each action's parameters (EventBridge Scheduler API reference), by method and path. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'POST /schedules/*': schedule,
  'PUT /schedules/*': schedule,
  'GET /schedules/*': named,
  'DELETE /schedules/*': named,
  'GET /schedules': { GroupName: name, NamePrefix: name, State: state, ...page },
  'POST /schedule-groups/*': { Name: { ...required, ...name }, ClientToken: clientToken, Tags: tags },
  'GET /schedule-groups/*': named,
  'DELETE /schedule-groups/*': named,
  'GET /schedule-groups': { NamePrefix: name, ...page },
  'POST /tags/*': { ResourceArn: { ...required, ...groupArn }, Tags: { ...required, ...tags } },
  'DELETE /tags/*': { ResourceArn: { ...required, ...groupArn }, TagKeys: { ...required, max: 200 } },
  'GET /tags/*': { ResourceArn: { ...required, ...groupArn } },
};
