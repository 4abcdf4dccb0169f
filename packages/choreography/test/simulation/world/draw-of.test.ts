import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { drawOf } from '#simulation/world/draw-of.ts';
import { arbitraryOf } from '#testing/arbitraries.ts';

const Loan = z.object({
  loanId: z.string().min(1).max(64),
  pages: z.array(z.int().min(1).max(9)).min(1).max(20),
  at: z.iso.datetime(),
  price: z.number().min(0).optional(),
  kind: z.enum(['book', 'map']),
});

it('draws any value of a contract by the seed and the question alone', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), (seed, question) => {
      const draw = drawOf(seed);
      const first = draw.any(question, arbitraryOf(Loan));
      draw.any('another question', arbitraryOf(Loan));
      expect(Loan.parse(first)).toEqual(first);
      expect(draw.any(question, arbitraryOf(Loan))).toEqual(first);
    }),
  );
});

it('draws each of few values about as often', () => {
  const drawn = Array.from({ length: 600 }, (_, seed) => drawOf(seed).any('one', fc.constantFrom('a', 'b', 'c')));
  for (const value of ['a', 'b', 'c']) expect(drawn.filter((each) => each === value).length).toBeGreaterThan(150);
});

it('draws numbers of every size from both ends of a range', () => {
  const large = Array.from({ length: 50 }, (_, seed) => drawOf(seed).any('n', fc.bigInt(-(2n ** 80n), 2n ** 80n)));
  expect(large.some((value) => value < -(2n ** 70n)) && large.some((value) => value > 2n ** 70n)).toBe(true);
  expect(
    new Set(Array.from({ length: 60 }, (_, seed) => drawOf(seed).any('n', fc.integer({ min: 1, max: 3 })))),
  ).toEqual(new Set([1, 2, 3]));
});
