import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from '../aws.ts';

/** Waits until a log group has got so many lines, or for as long as a story has patience; a group may come later. */
export async function linesIn(
  aws: Aws,
  logGroupName: string,
  count: number,
  filterPattern?: string,
  patience = 5_000,
): Promise<string[]> {
  const end = Date.now() + patience;
  for (;;) {
    const { events = [] } = await aws.logs
      .send(new FilterLogEventsCommand({ logGroupName, filterPattern }))
      .catch(() => ({ events: [] }));
    if (events.length >= count || Date.now() > end) return events.map(({ message = '' }) => message.trim());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
