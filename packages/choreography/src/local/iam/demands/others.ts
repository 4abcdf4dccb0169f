import type { AwsRequest } from '#local/gateway/backend.ts';
import { arn } from '#local/runtime/account.ts';
import { type Demands, jsonBody, targetAction } from './demand.ts';

/** What calls to CloudWatch Logs ask leave for. */
export const logsDemands: Demands = (request) => {
  const { logGroupName, logGroupIdentifier, logStreamName = '' } = jsonBody(request) as Record<string, string>;
  const group = logGroupName ?? logGroupIdentifier?.replace(/^arn:.*:log-group:|:\*$/g, '') ?? '';
  return [
    {
      action: `logs:${targetAction(request)}`,
      resource: arn('logs', `log-group:${group}:log-stream:${logStreamName}`),
    },
  ];
};

/** What calls to CloudFormation ask leave for. */
export const cloudformationDemands: Demands = (request) => {
  const form = queryOf(request);
  const stack = form.get('StackName');
  return [
    {
      action: `cloudformation:${form.get('Action') ?? ''}`,
      resource: stack === null ? '*' : stack.startsWith('arn:') ? stack : arn('cloudformation', `stack/${stack}/*`),
    },
  ];
};

/** What calls to SNS ask leave for. It writes its name in capitals in its refusals, and policies do not mind. */
export const snsDemands: Demands = (request) => {
  const form = queryOf(request);
  const subscribed = form.get('SubscriptionArn')?.replace(/:[^:]+$/, '');
  const named = form.get('TopicArn') ?? form.get('TargetArn') ?? form.get('ResourceArn') ?? subscribed;
  return [
    {
      action: `SNS:${(form.get('Action') ?? '').replace(/Batch$/, '')}`,
      resource: named ?? form.get('PhoneNumber') ?? arn('sns', form.get('Name') ?? '*'),
    },
  ];
};

/** What calls to any other service ask leave for: its action, on all resources. */
export const otherDemands =
  (service: string): Demands =>
  (request) => [{ action: `${service}:${targetAction(request) || queryOf(request).get('Action')}`, resource: '*' }];

const queryOf = ({ body }: AwsRequest): URLSearchParams => new URLSearchParams(body.toString('utf8'));
