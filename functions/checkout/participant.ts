import { OrderPlaced } from '../../events/order-placed.ts';
import { defineParticipant } from '../job/define-participant.ts';

export const checkout = defineParticipant('checkout', {
  source: 'shop.checkout',
  jobs: {
    'place-order': { accepts: OrderPlaced.data, oncePer: 'order.id', emits: [OrderPlaced] },
  },
});
