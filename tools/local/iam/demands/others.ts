import { arn } from '../../account.ts';
import type { AwsRequest } from '../../backend.ts';
import { type Demands, jsonBody, targetAction } from './demand.ts';

/** What calls to CloudWatch Logs ask leave for. */
export const logsDemands: Demands = (request) => {
  const { logGroupName, logStreamName } = jsonBody(request) as Record<string, string | undefined>;
  const stream = logStreamName === undefined ? '' : `log-stream:${logStreamName}`;
  return [
    {
      action: `logs:${targetAction(request)}`,
      resource: logGroupName === undefined ? '*' : arn('logs', `log-group:${logGroupName}:${stream}`),
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

/** What calls to SNS ask leave for. */
export const snsDemands: Demands = (request) => {
  const form = queryOf(request);
  return [
    {
      action: `sns:${(form.get('Action') ?? '').replace(/Batch$/, '')}`,
      resource: form.get('TopicArn') ?? form.get('TargetArn') ?? '*',
    },
  ];
};

/** What calls to any other service ask leave for: its action, on all resources. */
export const otherDemands =
  (service: string): Demands =>
  (request) => [{ action: `${service}:${targetAction(request) || queryOf(request).get('Action')}`, resource: '*' }];

/** Who one is, everybody may ask. */
export const stsDemands: Demands = () => [];

const queryOf = ({ body }: AwsRequest): URLSearchParams => new URLSearchParams(body.toString('utf8'));
