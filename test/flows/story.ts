import { randomUUID } from 'node:crypto';
import type { InstanceView } from 'choreography/monitor';
import { entry, type Story, stories } from 'choreography/testing';
import { inject } from 'vitest';
import type { Order } from '../../events/fragments/order.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { StockReceived } from '../../events/stock-received.ts';
import { checkoutProcess } from '../../functions/monitor/checkout-process.ts';
import { skuOf } from './an-order.ts';

/** The words that stories of this shop are told in, beside those of every story. */
const words = ({ given, when, then }: Story) => ({
  given: {
    /** A delivery of an order's article came, and the warehouse has it: it had none before. */
    async stock(order: Order, quantity: number) {
      const [sku, deliveryId] = [skuOf(order), randomUUID()];
      await given.kept(
        StockReceived,
        { deliveryId, items: [{ sku, quantity }] },
        { participant: 'warehouse', pk: `stock#${sku}` },
        ({ available }) => available === quantity,
      );
    },
  },
  when: {
    /** Orders are placed in one call, each under a new event id. */
    placed: (...orders: Order[]) => when.put(...orders.map((order) => entry(OrderPlaced, { order }))),

    /** An order is sent to the shop over HTTP, or what somebody takes for an order. */
    posted: (order: unknown) => when.called('checkout/place-order', { body: { order } }),
  },
  // biome-ignore lint/suspicious/noThenProperty: a story is never awaited, and its `then` cannot be called.
  then: {
    /** The order, once it is as expected. */
    order: ({ id }: Order, expected: (view: InstanceView) => boolean) => then.instance(checkoutProcess, id, expected),

    /** The order, once each of its steps ended, for better or worse. */
    ended: ({ id }: Order) => then.settled(checkoutProcess, id),

    /** The order, once an event of a type was said of it. */
    saidOf: ({ id }: Order, type: string) =>
      then.instance(checkoutProcess, id, ({ events }) => events.some((event) => event.type === type)),

    /** What is left of an order's article. */
    stock: async (order: Order) => Number((await then.item('warehouse', `stock#${skuOf(order)}`))?.available ?? 0),

    /** The points of an order's customer. */
    points: async ({ customer }: Order) => Number((await then.item('rewards', `balance#${customer.id}`))?.points ?? 0),
  },
});

/** Tells the engine one story: what is given, what happens when, and what is true then. */
export const story = stories({ engine: inject('endpoint'), bus: 'checkout', words });
