import { sentence } from 'choreography/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOrder } from '../functions/order.ts';
import { aLocalShop } from './local-shop.ts';

/** Somebody who is found wherever a part of the name or of the address shows. */
const CUSTOMER = { id: 'c-quux', name: 'Wilhelmina Quuxbury', email: 'w.quux@personal.example' };
const PERSONAL = /wilhelmina|quuxbury|w\.quux|personal\.example/i;

let shop: Awaited<ReturnType<typeof aLocalShop>>;
beforeAll(async () => {
  shop = await aLocalShop();
  await theWholeFlow();
});
afterAll(() => shop.stop());

test('the customer gets the emails: the flow carries the name and the address', async () => {
  const emails = await shop.emails();
  expect(emails.map(({ to }) => to)).toContainEqual([CUSTOMER.email]);
  expect(emails.some(({ text }) => text.includes(CUSTOMER.name))).toBe(true);
});

test('no log line and no word on the terminal tells who the customer is', () => {
  const lines = shop.notices.map(sentence);
  for (const job of ['dispatch-order', 'confirm-order', 'award-points', 'place-order'])
    expect(lines.join('\n')).toContain(job);
  expect(lines.filter((line) => PERSONAL.test(line))).toEqual([]);
});

test.each(['o-sold', 'o-rejected', 'o-broken', 'o-refused'])('nor does what the monitor tells of %s', async (id) => {
  const { status, body } = await shop.call('monitor_api', 'GET', `/processes/checkout/instances/${id}`);
  expect({ status, key: JSON.parse(body).key }).toEqual({ status: 200, key: id });
  expect(body).not.toMatch(PERSONAL);
});

test.each(['/processes/checkout/instances', '/changes', '/participants', '/map', '/unmatched', '/poison'])(
  'nor does any other answer of its: %s',
  async (path) => {
    const { status, body } = await shop.call('monitor_api', 'GET', path);
    expect(status).toBe(200);
    expect(body).not.toMatch(PERSONAL);
  },
);

/** Orders that are dispatched, rejected, broken and refused, over the bus and over HTTP, and an event of a stranger. */
async function theWholeFlow(): Promise<void> {
  const order = anOrder({ customer: CUSTOMER });
  const lines = order.items.map(({ sku, quantity }) => ({ sku, quantity }));
  await shop.put('shop.supplier', 'StockReceived', { deliveryId: 'd-1', items: lines });
  await shop.idle();
  const about = (id: string, changes: object = {}) => ({ order: { ...order, id, ...changes } });
  await shop.put('shop.checkout', 'OrderPlaced', about('o-sold'));
  await shop.idle();
  await shop.put('shop.checkout', 'OrderPlaced', about('o-rejected'));
  // Contents that fit no contract, with personal data where none belongs.
  await shop.put('shop.checkout', 'OrderPlaced', about('o-broken', { items: CUSTOMER.name, total: CUSTOMER.email }));
  // The same order with other contents: a conflict.
  await shop.put('shop.checkout', 'OrderPlaced', about('o-sold', { customer: { ...CUSTOMER, name: 'Wilhelmina Q.' } }));
  await shop.put('shop.stranger', 'CustomerSeen', { ...about('o-sold'), note: `call ${CUSTOMER.email}` });
  // SES rejects an address that it cannot send to.
  await shop.put('shop.checkout', 'OrderPlaced', about('o-refused', { customer: { ...CUSTOMER, id: 'c-refused' } }));
  await shop.call('checkout_place-order', 'POST', '/', about('o-posted'));
  await shop.call('checkout_place-order', 'POST', '/', about('o-posted', { total: CUSTOMER.name }));
  await shop.call('checkout_place-order', 'POST', '/', about('o-posted', { customer: { ...CUSTOMER, id: 'c-other' } }));
  await shop.idle();
}
