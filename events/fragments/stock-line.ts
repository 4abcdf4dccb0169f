import * as z from 'zod';

/** A quantity of one article. */
export const StockLine = z.object({
  sku: z.string().min(1).max(64),
  quantity: z.int().min(1).max(1_000_000),
});

export type StockLine = z.output<typeof StockLine>;
