import { CheckoutCompleted } from '../../events/checkout-completed.ts';
import { Order } from '../../events/fragments/order.ts';
import type { RemainingTime } from '../job/deadline.ts';
import { say } from '../job/say.ts';
import type { RecordedEvent } from './answers.ts';
import { checkoutProcess } from './checkout-process.ts';
import type { Process } from './define-process.ts';
import { type Header, progressAt } from './header.ts';
import type { HeardEvent } from './heard-event.ts';
import { sayOwn } from './say-own.ts';

/**
 * Says that an order's checkout is completed, unless that was said. Returns the header that remembers it, to be written
 * after this, and the event, to be kept after that: a crash in between has the same event said again, under the same id.
 */
export async function sayCompleted(
  process: Process,
  header: Header,
  heard: readonly HeardEvent[],
  job: string,
  remaining: RemainingTime,
): Promise<{ header: Header; completed?: RecordedEvent }> {
  if (process.name !== checkoutProcess.name || header.completedSaid) return { header };
  const { state, startedAt } = progressAt(process, header, new Date());
  const order = heard.map(orderIn).find((each) => each !== undefined);
  if (state !== 'completed' || startedAt === null || !order) return { header };
  const last = Object.values(header.seen).reduce((a, b) => (b.at > a.at ? b : a));
  const hops = Math.max(...heard.map(({ event }) => event.detail.metadata?.hops ?? 0)) + 1;
  const said = say(CheckoutCompleted, { order, startedAt, completedAt: last.at });
  const occasion = { key: header.orderId, eventId: last.eventId, hops, at: last.at };
  return {
    header: { ...header, completedSaid: last.at },
    completed: await sayOwn(job, said, occasion, remaining),
  };
}

/** The order that an event carries, if it carries a whole one. */
const orderIn = ({ event }: HeardEvent): Order | undefined =>
  Order.safeParse((event.detail?.data as { order?: unknown } | undefined)?.order).data;
