import { CheckoutCompleted } from '../../events/checkout-completed.ts';
import { Order } from '../../events/fragments/order.ts';
import type { RemainingTime } from '../job/deadline.ts';
import { say } from '../job/say.ts';
import { checkoutProcess } from './checkout-process.ts';
import type { Process } from './define-process.ts';
import { type Header, progressAt } from './header.ts';
import type { HeardEvent } from './hear.ts';
import { sayOwn } from './say-own.ts';

/**
 * Says that an order's checkout is completed, once: the header after it remembers. Whoever writes the header must do so
 * after this; a crash in between has the same event said again, under the same id.
 */
export async function sayCompleted(
  process: Process,
  header: Header,
  heard: readonly HeardEvent[],
  job: string,
  remaining: RemainingTime,
): Promise<Header> {
  if (process.name !== checkoutProcess.name || header.completedSaid) return header;
  const { state, startedAt } = progressAt(process, header, new Date());
  if (state !== 'completed' || startedAt === null) return header;
  const last = Object.values(header.seen).reduce((a, b) => (b.at > a.at ? b : a));
  const order = heard
    .map(({ event }) => Order.safeParse((event.detail.data as { order?: unknown } | undefined)?.order))
    .find(({ success }) => success)?.data;
  if (!order) return header;
  const hops = Math.max(...heard.map(({ event }) => event.detail.metadata?.hops ?? 0)) + 1;
  const said = say(CheckoutCompleted, { order, startedAt, completedAt: last.at });
  await sayOwn(job, said, { key: header.orderId, eventId: last.eventId, hops, at: last.at }, remaining);
  return { ...header, completedSaid: last.at };
}
