import { defineParticipant } from 'choreography';
import { OrderPlaced } from '../../events/order-placed.ts';

export const checkout = defineParticipant('checkout', {
  source: 'shop.checkout',
  jobs: {
    'place-order': {
      accepts: OrderPlaced.data,
      oncePer: 'order.id',
      remembers: 'while it may come again',
      emits: [OrderPlaced],
    },
  },
});
