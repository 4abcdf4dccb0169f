import { defineParticipant } from 'choreography';
import * as z from 'zod';
import { Order } from '../../events/fragments/order.ts';
import { PointsAwarded } from '../../events/points-awarded.ts';
import { PointsReversed } from '../../events/points-reversed.ts';

export const rewards = defineParticipant('rewards', {
  source: 'shop.rewards',
  jobs: {
    'award-points': { accepts: z.object({ order: Order }), oncePer: 'order.id', emits: [PointsAwarded] },
    'reverse-points': { accepts: z.object({ order: Order }), oncePer: 'order.id', emits: [PointsReversed] },
  },
});
