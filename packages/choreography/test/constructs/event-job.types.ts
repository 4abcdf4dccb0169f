/** What compiles as a route, and what does not: checked by the type check, and by event-job.test.ts. */
import * as z from 'zod';
import type { EventJob } from '#constructs/event-job.ts';
import { defineEvent } from '#contracts/define-event.ts';
import { OrderDispatched } from '../../../../events/order-dispatched.ts';
import { OrderPlaced } from '../../../../events/order-placed.ts';
import { OrderRejected } from '../../../../events/order-rejected.ts';
import { StockReceived } from '../../../../events/stock-received.ts';
import { monitor } from '../../../../functions/monitor/participant.ts';
import type { warehouse } from '../../../../functions/warehouse/participant.ts';

declare const dispatchOrder: EventJob<(typeof warehouse.jobs)['dispatch-order']['accepts']>;
declare const receiveStock: EventJob<(typeof warehouse.jobs)['receive-stock']['accepts']>;
declare const record: EventJob<(typeof monitor.jobs)['record']['accepts']>;

// Any event that carries what the job accepts can trigger it, also when it carries more.
dispatchOrder.on(OrderPlaced).on(OrderDispatched).on(OrderRejected);
receiveStock.on(StockReceived);
record.on(OrderPlaced).on(StockReceived).onEverythingBut(monitor.source);

// @ts-expect-error a delivery of goods carries no order
dispatchOrder.on(StockReceived);

// @ts-expect-error an order carries no delivery
receiveStock.on(OrderPlaced);

// @ts-expect-error not everything on the bus carries an order
dispatchOrder.onEverythingBut(monitor.source);

const OrderPicked = defineEvent({
  source: 'shop.warehouse',
  type: 'OrderPicked',
  version: 1,
  data: z.object({ order: OrderPlaced.data.shape.order.omit({ items: true }) }),
  correlateBy: 'order.id',
});
// @ts-expect-error the order comes without its items
dispatchOrder.on(OrderPicked);

const OrderNumbered = defineEvent({
  source: 'shop.warehouse',
  type: 'OrderNumbered',
  version: 1,
  data: z.object({ order: OrderPlaced.data.shape.order.extend({ id: z.int() }) }),
  correlateBy: 'order.id',
});
// @ts-expect-error the order's id is a number
dispatchOrder.on(OrderNumbered);
