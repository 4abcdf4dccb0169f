import { CUSTOM_RESOURCE_TYPES } from '#local/resources/custom/custom-resource-types.ts';
import { NESTED_TYPES } from '#local/resources/nested-stack.ts';
import { API_DESTINATION_TYPES } from './api-destinations.ts';
import { API_GATEWAY_V2_TYPES } from './api-gateway/http-api.ts';
import { API_GATEWAY_TYPES } from './api-gateway/rest-api.ts';

import { DATA_TYPES } from './data.ts';
import { EVENTS_TYPES } from './events.ts';
import { IAM_TYPES } from './iam.ts';
import { IDLE_TYPES } from './idle.ts';
import { LAMBDA_TYPES } from './lambda.ts';
import { LAMBDA_ALIAS_TYPES } from './lambda-aliases.ts';
import { LAYER_TYPES } from './layers.ts';
import { LOG_RESOURCE_POLICY_TYPES } from './log-resource-policy.ts';
import { LOG_RETENTION_TYPES } from './log-retention.ts';
import { LOGS_TYPES } from './logs.ts';
import { PIPES_TYPES } from './pipes.ts';
import type { ResourceType } from './resource-type.ts';
import { SCHEDULER_TYPES } from './scheduler.ts';
import { SECRETS_TYPES } from './secrets.ts';
import { SNS_TYPES } from './sns.ts';
import { SSM_TYPES } from './ssm.ts';

/** The CloudFormation resource types that the runtime honours, by name. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  ...EVENTS_TYPES,
  ...API_DESTINATION_TYPES,
  ...SCHEDULER_TYPES,
  ...PIPES_TYPES,
  ...API_GATEWAY_V2_TYPES,
  ...API_GATEWAY_TYPES,
  ...LAMBDA_TYPES,
  ...LAMBDA_ALIAS_TYPES,
  ...LAYER_TYPES,
  ...LOG_RESOURCE_POLICY_TYPES,
  ...LOG_RETENTION_TYPES,
  ...IAM_TYPES,
  ...DATA_TYPES,
  ...LOGS_TYPES,
  ...SNS_TYPES,
  ...SSM_TYPES,
  ...SECRETS_TYPES,
  ...NESTED_TYPES,
  ...CUSTOM_RESOURCE_TYPES,
  ...IDLE_TYPES,
};
