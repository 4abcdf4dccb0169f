import { defineParticipant } from 'choreography';
import * as z from 'zod';
import { Order } from '../../events/fragments/order.ts';
import { PointsAwarded } from '../../events/points-awarded.ts';
import { PointsReversed } from '../../events/points-reversed.ts';

/** What each did is in a record, which lasts. */
const onceAnOrder = {
  accepts: z.object({ order: Order }),
  oncePer: 'order.id',
  remembers: 'while it may come again',
} as const;

export const rewards = defineParticipant('rewards', {
  source: 'shop.rewards',
  jobs: {
    'award-points': { ...onceAnOrder, emits: [PointsAwarded] },
    'reverse-points': { ...onceAnOrder, emits: [PointsReversed] },
  },
});
