import * as z from 'zod';

/** An amount of money: an integer in the currency's minor units (cents), and an ISO 4217 code. */
export const Money = z.object({
  amount: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
});

export type Money = z.output<typeof Money>;
