import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';

/**
 * What `aws logs tail GROUP --follow` of the CLI's second version asks, poll by poll: every page from a start time, then
 * again from the newest time that it saw, leaving out the events of that time that it has told already.
 */
export function following(logs: CloudWatchLogsClient, input: FilterLogEventsCommandInput) {
  let startTime = input.startTime ?? 0;
  let seen = new Set<string | undefined>();
  /** One poll: what is new since the last one. */
  return async (): Promise<FilteredLogEvent[]> => {
    const news: FilteredLogEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await logs.send(new FilterLogEventsCommand({ interleaved: true, ...input, startTime, nextToken }));
      news.push(...(page.events ?? []).filter(({ eventId }) => !seen.has(eventId)));
      nextToken = page.nextToken;
    } while (nextToken);
    const newest = Math.max(startTime, ...news.map(({ timestamp = 0 }) => timestamp));
    const atNewest = news.filter(({ timestamp }) => timestamp === newest).map(({ eventId }) => eventId);
    seen = new Set(newest === startTime ? [...seen, ...atNewest] : atNewest);
    startTime = newest;
    return news;
  };
}
