import * as z from 'zod';
import type { Monitor } from '#contracts/define-monitor.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { OrdersAnswer } from '#monitor/answers.ts';
import { listOrders, ORDER_STATES } from '#monitor/list-orders.ts';
import { chosenProcess, processName } from './chosen-process.ts';
import { BadParameter, Cursor, Id, Limit, readParameters, Time, toCursor } from './parameters.ts';

const PARAMETERS = {
  state: z.enum(ORDER_STATES, `must be one of ${ORDER_STATES.join(', ')}`).optional(),
  customer: Id.optional(),
  from: Time.optional(),
  to: Time.optional(),
  limit: Limit,
  cursor: Cursor,
};

/** `GET /orders?state=&customer=&from=&to=&limit=&cursor=&process=` */
export async function orders(
  monitor: Monitor,
  query: URLSearchParams,
  now: Date,
  remaining: RemainingTime,
): Promise<OrdersAnswer> {
  const {
    limit,
    cursor = null,
    process,
    ...filter
  } = readParameters(query, {
    ...PARAMETERS,
    process: processName(monitor),
  });
  if (filter.from && filter.to && filter.to < filter.from)
    throw new BadParameter('to', 'The parameter to must not be earlier than from.');
  const { orders, last } = await listOrders(
    chosenProcess(monitor, process),
    filter,
    { after: cursor, limit, now },
    remaining,
  );
  return { orders, cursor: toCursor(last) };
}
