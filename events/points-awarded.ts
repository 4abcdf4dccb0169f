import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';

/** The customer's balance grew by `points`: zero if the order had been reversed before. */
export const PointsAwarded = defineEvent({
  source: 'shop.rewards',
  type: 'PointsAwarded',
  version: 1,
  data: z.object({ order: Order, points: z.int().min(0), balance: z.int().min(0) }),
  correlateBy: 'order.id',
});
