import { defineEvent } from 'choreography';
import * as z from 'zod';
import { StockLine } from './fragments/stock-line.ts';

/** Goods arrived at the warehouse: said from outside, for instance with the AWS CLI. */
export const StockReceived = defineEvent({
  source: 'shop.supplier',
  type: 'StockReceived',
  version: 1,
  data: z.object({ deliveryId: z.string().min(1).max(64), items: z.array(StockLine).min(1).max(50) }),
  correlateBy: 'deliveryId',
});
