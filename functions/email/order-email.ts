import { currencyFormat } from '../../events/fragments/currency-format.ts';
import { minorUnitDigits } from '../../events/fragments/minor-unit-digits.ts';
import type { Money } from '../../events/fragments/money.ts';
import type { Order } from '../../events/fragments/order.ts';

export interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** An email about an order, as text and as HTML: a greeting, the opening, the order's lines and total, the closing. */
export function orderEmail(
  order: Order,
  { subject, opening, closing }: { subject: string; opening: string; closing: string },
): Email {
  const lines = order.items.map(({ name, quantity, unitPrice }) => ({
    what: `${quantity} × ${name}`,
    price: format({ ...unitPrice, amount: unitPrice.amount * quantity }),
  }));
  const total = format(order.total);
  return {
    subject,
    text: [
      `Dear ${order.customer.name},`,
      '',
      opening,
      '',
      ...lines.map(({ what, price }) => `  ${what}: ${price}`),
      `  Total: ${total}`,
      '',
      closing,
    ].join('\n'),
    html: [
      '<!doctype html><html lang="en"><body style="font-family: sans-serif">',
      `<p>Dear ${escapeHtml(order.customer.name)},</p><p>${escapeHtml(opening)}</p><table cellpadding="4">`,
      ...lines.map(
        ({ what, price }) => `<tr><td>${escapeHtml(what)}</td><td align="right">${escapeHtml(price)}</td></tr>`,
      ),
      `<tr><th align="left">Total</th><th align="right">${escapeHtml(total)}</th></tr></table>`,
      `<p>${escapeHtml(closing)}</p></body></html>`,
    ].join('\n'),
  };
}

/** An amount as people write it, such as €42.99. */
function format({ amount, currency }: Money): string {
  return currencyFormat(currency).format(amount / 10 ** minorUnitDigits(currency));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
