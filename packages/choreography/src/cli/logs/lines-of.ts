import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';

/** A line of a log. */
export interface LogLine {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/**
 * The lines of a log group since a time, in order; of an instance, all that the invocations logged that name its key (CloudWatch Logs:
 * FilterLogEvents; a phrase in quotes is a term of a pattern).
 */
export async function linesOf(
  client: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
  key?: string,
): Promise<LogLine[]> {
  const ask = async (filterPattern?: string): Promise<FilteredLogEvent[]> => {
    const events: FilteredLogEvent[] = [];
    try {
      for await (const page of paginateFilterLogEvents({ client }, { logGroupName, startTime, filterPattern }))
        events.push(...(page.events ?? []));
    } catch (error) {
      // The group comes with a function's first line.
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    }
    return events;
  };
  if (key === undefined) return (await ask()).map(asLine);
  const naming = await ask(`"${key.replace(/["\\]/g, '\\$&')}"`);
  const requests = new Set(naming.flatMap(({ message = '' }) => requestIn(message) ?? []));
  if (requests.size === 0) return naming.map(asLine);
  return (await ask()).filter(({ message = '' }) => requests.has(requestIn(message) ?? '')).map(asLine);
}

const asLine = ({ eventId = '', timestamp = 0, message = '' }: FilteredLogEvent): LogLine => ({
  id: eventId,
  timestamp,
  message,
});

/** The request id in a line of Lambda's, of `console` or of a structured log: the first UUID after the time or its label. */
function requestIn(message: string): string | undefined {
  const uuid = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
  const labelled = new RegExp(
    `(?:RequestId: |"(?:requestId|function_request_id|awsRequestId)":"|^\\S+\\s)(${uuid})`,
    'i',
  );
  return labelled.exec(message)?.[1];
}
