import * as z from 'zod';

/** A work of art, as a loan lists it. */
export const Work = z.object({
  workId: z.string().min(1).max(32),
  title: z.string().min(1).max(200),
  /** What it is insured for, in whole euros. */
  value: z.int().min(1).max(1_000_000_000),
  condition: z.enum(['sound', 'cracked']),
});

export type Work = z.output<typeof Work>;
