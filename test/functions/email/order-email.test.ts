import { describe, expect, it } from 'vitest';
import { orderEmail } from '../../../functions/email/order-email.ts';
import { anOrder } from '../order.ts';

const wording = { subject: 'Your order o-1', opening: 'thank you:', closing: 'Goodbye.' };

describe('an email about an order', () => {
  it('has the lines and the total of the order as text', () => {
    expect(orderEmail(anOrder(), wording).text).toBe(
      [
        'Dear Ada Lovelace,',
        '',
        'thank you:',
        '',
        '  2 × Earl Grey: €25.00',
        '  1 × Blue mug: €17.99',
        '  Total: €42.99',
        '',
        'Goodbye.',
      ].join('\n'),
    );
  });

  it('has them as HTML, with what a customer wrote escaped', () => {
    const { html } = orderEmail(
      anOrder({ customer: { id: 'c-1', name: '<b>Ada</b>', email: 'ada@example.com' } }),
      wording,
    );
    expect(html).toContain('<td align="right">€25.00</td>');
    expect(html).toContain('<th align="right">€42.99</th>');
    expect(html).toContain('Dear &#60;b&#62;Ada&#60;/b&#62;,');
  });

  it('writes each currency with its own minor units', () => {
    expect(orderEmail(anOrder({ total: { amount: 4299, currency: 'JPY' } }), wording).text).toContain('Total: ¥4,299');
    expect(orderEmail(anOrder({ total: { amount: 4299, currency: 'KWD' } }), wording).text).toMatch(
      /Total: KWD\s4\.299/,
    );
  });
});
