import * as z from 'zod';

/** What those who work in the library need to know of an event: its loan. */
export const OfLoan = z.object({
  loan: z.object({
    id: z.string(),
    member: z.object({ number: z.int(), name: z.string() }),
    books: z.array(z.object({ isbn: z.string() })),
  }),
});
