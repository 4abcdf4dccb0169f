import { expect, it } from 'vitest';
import { pointsFor } from '../../../functions/rewards/points-for.ts';

it.each([
  [4299, 'EUR', 42],
  [99, 'EUR', 0],
  [0, 'USD', 0],
  [42, 'JPY', 42],
  [4299, 'KWD', 4],
])('%i minor units of %s give %i points', (amount, currency, points) => {
  expect(pointsFor({ amount, currency })).toBe(points);
});
