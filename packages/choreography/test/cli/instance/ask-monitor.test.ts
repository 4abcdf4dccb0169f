import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessTo } from '#cli/aws/endpoint.ts';
import { monitorAt } from '#cli/instance/ask-monitor.ts';
import { aFunction, anAssembly } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';

/** A monitor of two processes, both with an instance `l 1`: the loan has three events, each on a page of its own. */
const code = `exports.handler = async ({ rawPath, queryStringParameters: { cursor = '1', key } = {} }) => {
  const answer = (body, statusCode = 200) => ({ statusCode, body: JSON.stringify(body) });
  if (rawPath === '/instances')
    return answer({ instances: key === 'l 1' ? [{ process: 'loan' }, { process: 'order' }] : [] });
  if (rawPath === '/processes/loan/instances/l%201')
    return answer({ process: 'loan', events: [cursor], cursor: { 1: '2', 2: '3' }[cursor] ?? null });
  if (rawPath === '/processes/order/instances/l%201') return answer({ process: 'order', events: ['a'], cursor: null });
  if (rawPath.startsWith('/processes/lending/')) return answer({ error: 'There is no process "lending" here.' }, 404);
  return answer({ error: 'Nothing was heard.' }, 404);
};`;

let runtime: Awaited<ReturnType<typeof aRuntime>>['runtime'];
beforeAll(async () => {
  ({ runtime } = await aRuntime(anAssembly({ api: aFunction('the_api') }, { the_api: code })));
});
afterAll(() => runtime.stop());

const loan = { process: 'loan', events: ['1', '2', '3'], cursor: null };
const ask = (key: string, process?: string) => monitorAt(accessTo(runtime.endpoint), 'the_api')(key, process);

test('A key is found in every process that has it, and an instance of very many events is read to its end', async () => {
  expect(await ask('l 1')).toEqual([loan, { process: 'order', events: ['a'], cursor: null }]);
  expect(await ask('nobody')).toEqual([]);
});

test('One process alone is asked if it is named', async () => {
  expect(await ask('l 1', 'loan')).toEqual([loan]);
  expect(await ask('nobody', 'loan')).toEqual([]);
  await expect(ask('l 1', 'lending')).rejects.toThrow('There is no process "lending" here.');
});
