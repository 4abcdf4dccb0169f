import { defineParticipant } from 'choreography';
import * as z from 'zod';
import { Order } from '../../events/fragments/order.ts';
import { OrderDispatched } from '../../events/order-dispatched.ts';
import { OrderRejected } from '../../events/order-rejected.ts';
import { StockReceived } from '../../events/stock-received.ts';

export const warehouse = defineParticipant('warehouse', {
  source: 'shop.warehouse',
  jobs: {
    'dispatch-order': {
      accepts: z.object({ order: Order }),
      oncePer: 'order.id',
      remembers: 'while it may come again',
      emits: [OrderDispatched, OrderRejected],
    },
    'receive-stock': { accepts: StockReceived.data, oncePer: 'deliveryId', emits: [] },
  },
});
