import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessTo } from '#cli/aws/endpoint.ts';
import { monitorAt } from '#cli/trace/ask-monitor.ts';
import { aFunction, anAssembly } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';

/** A monitor of one order with three events, each on a page of its own. */
const code = `exports.handler = async ({ rawPath, queryStringParameters: { cursor = '1' } = {} }) =>
  rawPath === '/orders/o%201'
    ? { statusCode: 200, body: JSON.stringify({ orderId: 'o 1', events: [cursor], cursor: { 1: '2', 2: '3' }[cursor] ?? null }) }
    : { statusCode: 404 };`;

let runtime: Awaited<ReturnType<typeof aRuntime>>['runtime'];
beforeAll(async () => {
  ({ runtime } = await aRuntime(anAssembly({ api: aFunction('the_api') }, { the_api: code })));
});
afterAll(() => runtime.stop());

test('An order of very many events is read to its end', async () => {
  const ask = monitorAt(accessTo(runtime.endpoint), 'the_api');
  expect(await ask('o 1')).toEqual({ orderId: 'o 1', events: ['1', '2', '3'], cursor: null });
  expect(await ask('nobody')).toBeUndefined();
});
