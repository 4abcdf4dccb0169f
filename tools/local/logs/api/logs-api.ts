import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../backend.ts';
import { filterPattern } from './filter-pattern.ts';
import type { LogEvent, LogGroup, Logs } from './logs.ts';

interface Input {
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
  readonly logEvents?: readonly { readonly timestamp: number; readonly message: string }[];
}

/** What CloudWatch Logs answers (API reference): enough to write, to read and to follow a group. */
const ACTIONS: Readonly<Record<string, (input: Input, logs: Logs) => object>> = {
  CreateLogGroup: ({ logGroupName }, logs) => {
    logs.create(required(logGroupName, 'logGroupName'));
    return {};
  },
  DeleteLogGroup: ({ logGroupName }, logs) => {
    logs.delete(required(logGroupName, 'logGroupName'));
    return {};
  },
  PutRetentionPolicy: (input, logs) => {
    groupOf(input, logs).retentionInDays = input.retentionInDays;
    return {};
  },
  CreateLogStream: ({ logGroupName, logStreamName }, logs) => {
    logs.createStream(required(logGroupName, 'logGroupName'), required(logStreamName, 'logStreamName'));
    return {};
  },
  PutLogEvents: ({ logGroupName, logStreamName, logEvents = [] }, logs) => {
    const stream = required(logStreamName, 'logStreamName');
    const group = required(logGroupName, 'logGroupName');
    if (!logs.get(group).streams.has(stream))
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    logs.write(group, stream, logEvents);
    return {};
  },
  DescribeLogGroups: ({ logGroupNamePrefix = '', logGroupNamePattern = '', nextToken, limit = 50 }, logs) => {
    const named = logs
      .all()
      .filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const rest = named.filter(({ name }) => nextToken === undefined || name > nextToken);
    const page = rest.slice(0, limit);
    return { logGroups: page.map(describe), ...(rest.length > limit && { nextToken: page.at(-1)?.name }) };
  },
  DescribeLogStreams: (input, logs) => {
    const { logStreamNamePrefix = '', orderBy = 'LogStreamName', descending = false, limit = 50 } = input;
    const group = groupOf(input, logs);
    const order = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1);
    const streams = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(logStreamNamePrefix))
      .sort((a, b) =>
        orderBy === 'LogStreamName' ? order(a.name, b.name) : order(a.lastTimestamp ?? 0, b.lastTimestamp ?? 0),
      );
    return {
      logStreams: streams.slice(0, limit).map((stream) => ({
        logStreamName: stream.name,
        creationTime: stream.createdAt,
        firstEventTimestamp: stream.firstTimestamp,
        lastEventTimestamp: stream.lastTimestamp,
        lastIngestionTime: stream.ingestedAt,
        arn: `${group.arn}:log-stream:${stream.name}`,
        storedBytes: 0,
      })),
    };
  },
  FilterLogEvents: (input, logs) => {
    const { logStreamNames, logStreamNamePrefix = '', nextToken, limit = 10_000 } = input;
    const passes = filterPattern(input.filterPattern);
    const after = Number(nextToken ?? 0);
    const found = spanOf(groupOf(input, logs), input).filter(
      ({ number, stream, message }) =>
        number > after &&
        stream.startsWith(logStreamNamePrefix) &&
        (!logStreamNames || logStreamNames.includes(stream)) &&
        passes(message),
    );
    const page = found.slice(0, limit);
    return {
      events: page.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestedAt,
        eventId: String(event.number).padStart(56, '0'),
      })),
      searchedLogStreams: [],
      ...(found.length > page.length && { nextToken: String(page.at(-1)?.number) }),
    };
  },
  GetLogEvents: (input, logs) => {
    const { startFromHead = false, limit = 10_000, nextToken } = input;
    const stream = required(input.logStreamName, 'logStreamName');
    const group = groupOf(input, logs);
    if (!group.streams.has(stream))
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    const [direction, at] = nextToken?.split('/') ?? [];
    const all = spanOf(group, input).filter((event) => event.stream === stream);
    const page =
      direction === 'f'
        ? all.filter(({ number }) => number > Number(at)).slice(0, limit)
        : direction === 'b'
          ? all.filter(({ number }) => number < Number(at)).slice(-limit)
          : startFromHead
            ? all.slice(0, limit)
            : all.slice(-limit);
    return {
      events: page.map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
      // At the end of a stream the token that came is given back (API reference).
      nextForwardToken: `f/${page.at(-1)?.number ?? at ?? 0}`,
      nextBackwardToken: `b/${page[0]?.number ?? at ?? 0}`,
    };
  },
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
    body: JSON.stringify(action(JSON.parse(body.toString('utf8') || '{}'), logs)),
  };
}

/** A group by its name or its ARN. */
function groupOf({ logGroupName, logGroupIdentifier }: Input, logs: Logs): LogGroup {
  const given = required(logGroupName ?? logGroupIdentifier, 'logGroupName');
  return logs.get(given.includes(':log-group:') ? (given.split(':log-group:')[1] ?? '').replace(/:\*$/, '') : given);
}

const spanOf = ({ events }: LogGroup, { startTime = 0, endTime = Number.POSITIVE_INFINITY }: Input): LogEvent[] =>
  events.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);

const describe = (group: LogGroup) => ({
  logGroupName: group.name,
  creationTime: group.createdAt,
  retentionInDays: group.retentionInDays,
  metricFilterCount: 0,
  arn: `${group.arn}:*`,
  logGroupArn: group.arn,
  storedBytes: group.bytes,
  logGroupClass: 'STANDARD',
});

function required(value: string | undefined, name: string): string {
  if (value) return value;
  throw new AwsError(
    'InvalidParameterException',
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}
