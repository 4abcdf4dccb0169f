import { AwsError } from '#local/gateway/aws-error.ts';
import type { LogGroup, LogStream, Logs } from '#local/logs/logs.ts';

/** Parameters of the actions, each of which reads its own. */
export interface Input {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logStreamName?: string;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: 'LogStreamName' | 'LastEventTime';
  readonly descending?: boolean;
  /** Milliseconds since 1970. */
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly startFromHead?: boolean;
  readonly retentionInDays?: number;
  readonly policyName?: string;
  readonly policyDocument?: string;
  readonly logEvents?: readonly { readonly timestamp: number; readonly message: string }[];
}

export type Actions = Readonly<Record<string, (input: Input, logs: Logs) => object>>;

/** A group by its name or its ARN. */
export function groupOf({ logGroupName, logGroupIdentifier }: Input, logs: Logs): LogGroup {
  const given = required(logGroupName ?? logGroupIdentifier, 'logGroupName');
  return logs.get(given.includes(':log-group:') ? (given.split(':log-group:')[1] ?? '').replace(/:\*$/, '') : given);
}

export function streamOf({ logStreamName }: Input, group: LogGroup): LogStream {
  const stream = group.streams.get(required(logStreamName, 'logStreamName'));
  if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

export function required(value: string | undefined, name: string): string {
  if (value) return value;
  throw new AwsError(
    'InvalidParameterException',
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

/** The limit of a request: at most `most`, which is also the default. */
export function limitOf({ limit = Number.NaN }: Input, most: number): number {
  if (Number.isNaN(limit)) return most;
  if (limit >= 1 && limit <= most) return limit;
  const must = limit < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
  throw new AwsError(
    'InvalidParameterException',
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ${must}`,
  );
}

export const invalidToken = (): AwsError =>
  new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
