import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';

/** The customer's balance shrank by `points`: zero if nothing had been awarded yet. */
export const PointsReversed = defineEvent({
  source: 'shop.rewards',
  type: 'PointsReversed',
  version: 1,
  data: z.object({ order: Order, points: z.int().min(0), balance: z.int().min(0) }),
  correlateBy: 'order.id',
});
