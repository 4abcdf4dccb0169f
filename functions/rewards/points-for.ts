import { minorUnitDigits } from '../../events/fragments/minor-unit-digits.ts';
import type { Money } from '../../events/fragments/money.ts';

/** One point for each whole unit of the currency: 42.99 EUR and 42 JPY both give 42. */
export function pointsFor(total: Money): number {
  return Math.floor(total.amount / 10 ** minorUnitDigits(total.currency));
}
