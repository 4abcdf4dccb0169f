import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import type { Told } from '#local/lambda/environment/carrier.ts';
import { RuntimeApi } from '#local/lambda/runtime-api/runtime-api.ts';

let api: RuntimeApi | undefined;
afterEach(() => api?.stop());

it.each([
  ['of another origin', { origin: 'https://evil.example' }, 'does not answer a page of "https://evil.example"'],
  ['of another site', { 'sec-fetch-site': 'cross-site' }, 'does not answer a page (cross-site)'],
  ['under a name that was pointed here', { host: 'rebound.example' }, 'not at "rebound.example"'],
])('A page %s gets no event of a function', async (_, headers, sentence) => {
  const told: Told[] = [];
  api = new RuntimeApi((each) => told.push(each));
  const address = await api.start();
  const [status, body] = await new Promise<[number | undefined, string]>((resolve, reject) => {
    get(`http://${address}/2018-06-01/runtime/invocation/next`, { headers }, async (response) =>
      resolve([response.statusCode, await text(response)]),
    ).on('error', reject);
  });
  expect(status).toBe(403);
  expect(JSON.parse(body)).toMatchObject({
    errorType: 'Forbidden',
    errorMessage: expect.stringContaining(sentence),
  });
  expect(told).toEqual([]);
});
