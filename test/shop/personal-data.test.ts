import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { createApp } from 'choreography/src/constructs/create-app.ts';
import { sentence } from 'choreography/src/local/notice.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { choreography, NAMES } from '../../infra/choreography.ts';
import { aRuntime } from '../../packages/choreography/test/local/runtime.ts';
import { anOrder } from '../functions/order.ts';

/** Somebody who is found wherever a part of the name or of the address shows. */
const CUSTOMER = { id: 'c-quux', name: 'Wilhelmina Quuxbury', email: 'w.quux@personal.example' };
const PERSONAL = /wilhelmina|quuxbury|w\.quux|personal\.example/i;

let shop: Awaited<ReturnType<typeof aRuntime>>;
const cdkOut = mkdtempSync(join(tmpdir(), 'personal-'));

beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const app = createApp(cdkOut);
  choreography(app, { ...NAMES, stage: undefined });
  app.synth();
  shop = await aRuntime(cdkOut);
  await theWholeFlow();
});
afterAll(async () => {
  await shop.runtime.stop();
  rmSync(cdkOut, { recursive: true });
  vi.unstubAllEnvs();
});

test('the customer gets the emails: the flow carries the name and the address', async () => {
  const emails = await shop.runtime.emails();
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
  const { status, body } = await call('monitor_api', 'GET', `/processes/checkout/instances/${id}`);
  expect({ status, key: JSON.parse(body).key }).toEqual({ status: 200, key: id });
  expect(body).not.toMatch(PERSONAL);
});

test.each(['/processes/checkout/instances', '/changes', '/participants', '/map', '/unmatched', '/poison'])(
  'nor does any other answer of its: %s',
  async (path) => {
    const { status, body } = await call('monitor_api', 'GET', path);
    expect(status).toBe(200);
    expect(body).not.toMatch(PERSONAL);
  },
);

/** Orders that are dispatched, rejected, broken and refused, over the bus and over HTTP, and an event of a stranger. */
async function theWholeFlow(): Promise<void> {
  const order = anOrder({ customer: CUSTOMER });
  const lines = order.items.map(({ sku, quantity }) => ({ sku, quantity }));
  await put('shop.supplier', 'StockReceived', { deliveryId: 'd-1', items: lines });
  await shop.runtime.idle();
  const about = (id: string, changes: object = {}) => ({ order: { ...order, id, ...changes } });
  await put('shop.checkout', 'OrderPlaced', about('o-sold'));
  await shop.runtime.idle();
  await put('shop.checkout', 'OrderPlaced', about('o-rejected'));
  // Contents that fit no contract, with personal data where none belongs.
  await put('shop.checkout', 'OrderPlaced', about('o-broken', { items: CUSTOMER.name, total: CUSTOMER.email }));
  // The same order with other contents: a conflict.
  await put('shop.checkout', 'OrderPlaced', about('o-sold', { customer: { ...CUSTOMER, name: 'Wilhelmina Q.' } }));
  await put('shop.stranger', 'CustomerSeen', { ...about('o-sold'), note: `call ${CUSTOMER.email}` });
  // SES rejects an address that it cannot send to.
  await put('shop.checkout', 'OrderPlaced', about('o-refused', { customer: { ...CUSTOMER, id: 'c-refused' } }));
  await call('checkout_place-order', 'POST', '/', about('o-posted'));
  await call('checkout_place-order', 'POST', '/', about('o-posted', { total: CUSTOMER.name }));
  await call('checkout_place-order', 'POST', '/', about('o-posted', { customer: { ...CUSTOMER, id: 'c-other' } }));
  await shop.runtime.idle();
}

async function put(Source: string, DetailType: string, data: object): Promise<void> {
  const Detail = JSON.stringify({ data });
  await shop.events.send(new PutEventsCommand({ Entries: [{ EventBusName: 'checkout', Source, DetailType, Detail }] }));
}

async function call(job: string, method: string, path: string, body?: object) {
  const request = {
    ...{ version: '2.0', rawPath: path, rawQueryString: '', headers: {} },
    requestContext: { http: { method, path } },
    body: JSON.stringify(body),
  };
  const { Payload } = await shop.lambda.send(
    new InvokeCommand({ FunctionName: `checkout_${job}`, Payload: JSON.stringify(request) }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
  return { status: answer.statusCode as number, body: String(answer.body) };
}
