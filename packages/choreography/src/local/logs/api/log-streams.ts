import { AwsError } from '#local/gateway/aws-error.ts';
import type { LogGroup, LogStream } from '#local/logs/logs.ts';
import { type Actions, groupOf, invalidToken, limitOf, required, streamOf } from './action.ts';

export const LOG_STREAM_ACTIONS: Actions = {
  CreateLogStream: ({ logGroupName, logStreamName }, logs) => {
    logs.createStream(required(logGroupName, 'logGroupName'), required(logStreamName, 'logStreamName'));
    return {};
  },
  DeleteLogStream: (input, logs) => {
    const group = groupOf(input, logs);
    logs.deleteStream(group, streamOf(input, group));
    return {};
  },
  DescribeLogStreams: (input, logs) => {
    const { logStreamNamePrefix, orderBy = 'LogStreamName', descending = false, nextToken } = input;
    if (orderBy === 'LastEventTime' && logStreamNamePrefix !== undefined)
      throw new AwsError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
    const group = groupOf(input, logs);
    const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1);
    const streams = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''))
      .sort((a, b) =>
        orderBy === 'LogStreamName' ? compare(a.name, b.name) : compare(a.lastTimestamp ?? 0, b.lastTimestamp ?? 0),
      );
    const first = nextToken === undefined ? 0 : streams.findIndex(({ name }) => name === nextToken) + 1;
    if (nextToken !== undefined && first === 0) throw invalidToken();
    const page = streams.slice(first, first + limitOf(input, 50));
    return {
      logStreams: page.map((stream) => describeStream(stream, group)),
      ...(first + page.length < streams.length && { nextToken: page.at(-1)?.name }),
    };
  },
};

const describeStream = (stream: LogStream, group: LogGroup) => ({
  logStreamName: stream.name,
  creationTime: stream.createdAt,
  firstEventTimestamp: stream.firstTimestamp,
  lastEventTimestamp: stream.lastTimestamp,
  lastIngestionTime: stream.ingestedAt,
  arn: `${group.arn}:log-stream:${stream.name}`,
  storedBytes: 0,
});
