import * as z from 'zod';

/** What an order wanted of one article, and what there was. */
export const Shortage = z.object({
  sku: z.string().min(1).max(64),
  wanted: z.int().min(1),
  available: z.int().min(0),
});

export type Shortage = z.output<typeof Shortage>;
