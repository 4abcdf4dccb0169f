import { AwsError } from '#local/gateway/aws-error.ts';
import type { LogGroup } from '#local/logs/logs.ts';
import { type Actions, groupOf, limitOf, required } from './action.ts';

/** How long events may be kept, in days (API reference: PutRetentionPolicy). */
const RETENTIONS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

export const LOG_GROUP_ACTIONS: Actions = {
  CreateLogGroup: ({ logGroupName }, logs) => {
    logs.create(required(logGroupName, 'logGroupName'));
    return {};
  },
  DeleteLogGroup: ({ logGroupName }, logs) => {
    logs.delete(required(logGroupName, 'logGroupName'));
    return {};
  },
  PutRetentionPolicy: (input, logs) => {
    const group = groupOf(input, logs);
    if (!RETENTIONS.includes(Number(input.retentionInDays)))
      throw new AwsError(
        'InvalidParameterException',
        `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`,
      );
    group.retentionInDays = input.retentionInDays;
    return {};
  },
  DeleteRetentionPolicy: (input, logs) => {
    groupOf(input, logs).retentionInDays = undefined;
    return {};
  },
  DescribeLogGroups: (input, logs) => {
    const { logGroupNamePrefix = '', logGroupNamePattern = '', nextToken } = input;
    const named = logs
      .all()
      .filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const rest = named.filter(({ name }) => nextToken === undefined || name > nextToken);
    const page = rest.slice(0, limitOf(input, 50));
    return { logGroups: page.map(describeGroup), ...(rest.length > page.length && { nextToken: page.at(-1)?.name }) };
  },
};

const describeGroup = (group: LogGroup) => ({
  logGroupName: group.name,
  creationTime: group.createdAt,
  retentionInDays: group.retentionInDays,
  metricFilterCount: 0,
  arn: `${group.arn}:*`,
  logGroupArn: group.arn,
  storedBytes: group.bytes,
  logGroupClass: 'STANDARD',
});
