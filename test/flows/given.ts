import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Order } from '../../events/fragments/order.ts';
import { StockReceived } from '../../events/stock-received.ts';
import { skuOf } from './an-order.ts';
import { aBystander } from './bystander.ts';
import { sendToDeadLetters } from './dead-letters.ts';
import { type Entry, entry } from './entry.ts';
import { PATIENCE, type Shop } from './shop.ts';

/** What can be so before a story begins. */
export const givenIn = (shop: Shop) => ({
  /** A delivery of an order's article came, and the warehouse has it: it had none before. */
  async stock(order: Order, quantity: number) {
    const sku = skuOf(order);
    await shop.put(entry(StockReceived, { deliveryId: randomUUID(), items: [{ sku, quantity }] }));
    await vi.waitFor(async () => {
      const stock = await shop.item('warehouse', `stock#${sku}`);
      if (stock?.available !== quantity) throw new Error(`The warehouse has not received ${quantity} ${sku}.`);
    }, PATIENCE);
  },

  /** An event of an order was set aside in the queue of `participant/job`: by the job's function, or by the rule. */
  async deadLetter(job: string, { source, type, detail }: Entry, by: 'function' | 'rule') {
    const time = new Date().toISOString();
    const event = { version: '0', id: randomUUID(), time, source, 'detail-type': type, detail };
    const record = {
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: event,
      responsePayload: { errorType: 'TimeoutError', errorMessage: 'no answer' },
    };
    await sendToDeadLetters(shop, job, by === 'rule' ? event : record);
  },

  /** Somebody listens at the bus to all that is said of an order from now on. */
  bystander: (order: Order) => aBystander(shop, order.id),
});
