import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { jsonIn } from '#local/gateway/json-body.ts';
import type { Logs } from '#local/logs/logs.ts';
import type { Actions } from './action.ts';
import { FILTER_LOG_EVENTS } from './filter-log-events.ts';
import { GET_LOG_EVENTS } from './get-log-events.ts';
import { LOG_GROUP_ACTIONS } from './log-groups.ts';
import { LOG_STREAM_ACTIONS } from './log-streams.ts';
import { PUT_LOG_EVENTS } from './put-log-events.ts';
import { RESOURCE_POLICY_ACTIONS } from './resource-policies.ts';

/** What CloudWatch Logs answers (API reference): enough to write, to read and to follow a group. */
const ACTIONS: Actions = {
  ...LOG_GROUP_ACTIONS,
  ...LOG_STREAM_ACTIONS,
  ...PUT_LOG_EVENTS,
  ...GET_LOG_EVENTS,
  ...FILTER_LOG_EVENTS,
  ...RESOURCE_POLICY_ACTIONS,
};

export function logsApi({ headers, body }: AwsRequest, logs: Logs): AwsResponse {
  const name = headers['x-amz-target']?.split('.').at(-1) ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${name || 'this call'} of CloudWatch Logs.`,
    );
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(action(jsonIn(body) as Parameters<typeof action>[0], logs)),
  };
}
