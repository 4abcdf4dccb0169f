import type { Money } from '../../events/fragments/money.ts';
import type { OrderLine } from '../../events/fragments/order.ts';

/** The total of an order's lines; a sentence when they have more than one currency. */
export function totalOf(items: readonly OrderLine[]): Money | string {
  const currencies = new Set(items.map(({ unitPrice }) => unitPrice.currency));
  const [currency, another] = currencies;
  if (currency === undefined || another !== undefined) {
    return `order.items: the prices must have one currency, not ${[...currencies].join(' and ') || 'none'}`;
  }
  return { amount: items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0), currency };
}
