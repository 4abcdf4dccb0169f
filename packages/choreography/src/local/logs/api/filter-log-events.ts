import { AwsError } from '#local/gateway/aws-error.ts';
import { filterPattern } from '#local/logs/filter-pattern.ts';
import type { LogEvent } from '#local/logs/logs.ts';
import { type Actions, groupOf, invalidToken, limitOf } from './action.ts';

export const FILTER_LOG_EVENTS: Actions = {
  FilterLogEvents: (input, logs) => {
    const { logStreamNames, logStreamNamePrefix, nextToken, startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
    if (logStreamNames && logStreamNamePrefix !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters.',
      );
    const limit = limitOf(input, 10_000);
    const passes = filterPattern(input.filterPattern);
    const after = nextToken === undefined ? undefined : positionOf(nextToken);
    const found = groupOf(input, logs)
      // What is later than the end is not given (API reference: FilterLogEvents).
      .events.filter(
        ({ timestamp, stream, message }) =>
          timestamp >= startTime &&
          timestamp <= endTime &&
          stream.startsWith(logStreamNamePrefix ?? '') &&
          (!logStreamNames || logStreamNames.includes(stream)) &&
          passes(message),
      )
      .filter((event) => !after || inOrder(after, event) < 0)
      .sort(inOrder);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      events: page.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestedAt,
        eventId: String(event.number).padStart(56, '0'),
      })),
      searchedLogStreams: [],
      ...(last && found.length > page.length && { nextToken: `${last.timestamp}/${last.number}` }),
    };
  },
};

type Position = Pick<LogEvent, 'timestamp' | 'number'>;

/** Events of all streams are ordered by their time (API reference: FilterLogEvents, "interleaved"). */
const inOrder = (a: Position, b: Position): number => a.timestamp - b.timestamp || a.number - b.number;

function positionOf(token: string): Position {
  const [, timestamp, number] = /^(\d+)\/(\d+)$/.exec(token) ?? [];
  if (timestamp === undefined) throw invalidToken();
  return { timestamp: Number(timestamp), number: Number(number) };
}
