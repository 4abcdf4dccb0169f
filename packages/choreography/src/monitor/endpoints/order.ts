import type { Monitor } from '#contracts/define-monitor.ts';
import type { OrderView } from '#monitor/answers.ts';
import { readEvents } from '#monitor/event-items.ts';
import { emptyHeader, progressAt } from '#monitor/header.ts';
import { readHeader } from '#monitor/header-items.ts';
import { readFailures } from '#monitor/letter-items.ts';
import { chosenProcess, processName } from './chosen-process.ts';
import { BadParameter, Cursor, readParameters, toCursor } from './parameters.ts';

/** How many events come at once. */
const PAGE = 500;

/** How many failures are told: as many as are of use to a person. */
const MOST_FAILURES = 200;

/** `GET /orders/{id}?cursor=&process=`; undefined when nothing was heard of the order. */
export async function order(
  monitor: Monitor,
  orderId: string,
  query: URLSearchParams,
  now: Date,
): Promise<OrderView | undefined> {
  const { cursor = null, process: name } = readParameters(query, { cursor: Cursor, process: processName(monitor) });
  if (cursor !== null && !cursor.startsWith('event#'))
    throw new BadParameter('cursor', 'The parameter cursor must be the cursor of an answer.');
  const process = chosenProcess(monitor, name);
  const [known, { events, last }, failures] = await Promise.all([
    readHeader(process, orderId),
    readEvents(orderId, cursor, PAGE),
    readFailures(orderId, MOST_FAILURES),
  ]);
  if (!known && events.length === 0 && failures.length === 0 && cursor === null) return undefined;
  const header = known ?? emptyHeader(orderId);
  const { state, startedAt, deadline, steps, missing } = progressAt(process, header, now);
  return {
    ...{ orderId, process: process.name, customerId: header.customer?.id ?? null },
    ...{ state, startedAt, deadline, steps, missing, events, failures },
    cursor: toCursor(last),
  };
}
