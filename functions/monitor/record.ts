import { Logger } from '@aws-lambda-powertools/logger';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import { CheckoutCompleted } from '../../events/checkout-completed.ts';
import { Order } from '../../events/fragments/order.ts';
import { eventEntries } from '../job/event-entry.ts';
import { publish } from '../job/publish.ts';
import { say } from '../job/say.ts';
import { checkoutProcess } from './checkout-process.ts';
import { type Header, noteCompleted, noteSeen, putEvent } from './order-items.ts';
import { monitor } from './participant.ts';
import { progressOf } from './progress.ts';
import { readRecordedEvent } from './recorded-event.ts';

const logger = new Logger({ serviceName: `${monitor.name}/record` });

/**
 * Keeps every event, and says once that a checkout is completed. Every write sets what it would set again, so that a
 * repeated delivery changes nothing.
 */
export async function handler(
  event: EventBridgeEvent<string, { metadata?: { hops?: number }; data?: { order?: unknown } }>,
  context: Context,
): Promise<void> {
  const { recorded, correlationId } = readRecordedEvent(checkoutProcess, event);
  await putEvent(correlationId, recorded);
  logger.debug('recorded', { eventId: recorded.eventId, correlationId });
  if (correlationId === null || !isOfProcess(recorded.type)) return;
  const header = await noteSeen(correlationId, recorded);
  if (header.completed || progressOf(checkoutProcess, header.seen, new Date()).state !== 'completed') return;
  await sayCompleted(correlationId, header, event.detail.data?.order, event.detail.metadata?.hops ?? 0, context);
}

const isOfProcess = (type: string): boolean =>
  type === checkoutProcess.starts.type ||
  Object.values(checkoutProcess.steps).some(({ done, failed = [] }) =>
    [...done, ...failed].some((step) => step.type === type),
  );

async function sayCompleted(
  orderId: string,
  { seen }: Header,
  order: unknown,
  hops: number,
  context: Context,
): Promise<void> {
  const startedAt = seen[checkoutProcess.starts.type]?.at ?? '';
  const last = Object.values(seen).reduce((a, b) => (b.at > a.at ? b : a));
  const completed = say(CheckoutCompleted, { order: Order.parse(order), startedAt, completedAt: last.at });
  const incoming = { data: null, key: orderId, eventId: last.eventId, correlationId: orderId, hops: hops + 1 };
  const entries = eventEntries(`${monitor.name}/record`, incoming, [completed], new Date(last.at));
  await publish(entries, context);
  const [entry] = entries;
  if (!entry) return;
  // The monitor does not hear itself: it notes its own event as it would any other.
  const { recorded } = readRecordedEvent(checkoutProcess, {
    ...{ id: '', version: '0', account: '', region: '', resources: [], time: last.at },
    source: entry.Source,
    'detail-type': entry.DetailType,
    detail: JSON.parse(entry.Detail),
  });
  await noteCompleted(orderId, recorded);
}
