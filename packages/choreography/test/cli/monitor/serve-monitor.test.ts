import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessTo } from '#cli/aws/endpoint.ts';
import { type ServedMonitor, serveMonitor, serveMonitorNear } from '#cli/monitor/serve-monitor.ts';
import { InputError } from '#template/input-error.ts';
import { aFunction, anAssembly } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';

const answering = (body: string, headers: object = {}) =>
  `exports.handler = async (event) => ({ statusCode: 200, headers: ${JSON.stringify(headers)}, body: ${body} });`;

let runtime: Awaited<ReturnType<typeof aRuntime>>['runtime'];
let served: ServedMonitor;

beforeAll(async () => {
  const code = {
    the_page: answering('"<h1>at " + event.rawPath + "</h1>"', { 'content-security-policy': "default-src 'none'" }),
    the_api: answering('JSON.stringify([event.rawPath, event.rawQueryString, event.queryStringParameters ?? null])'),
  };
  const functions = Object.fromEntries(Object.keys(code).map((name) => [name.replace('_', ''), aFunction(name)]));
  ({ runtime } = await aRuntime(anAssembly(functions, code)));
  served = await serveMonitor(accessTo(runtime.endpoint), { page: 'the_page', function: 'the_api' }, 0);
});

afterAll(async () => {
  await served.stop();
  await runtime.stop();
});

describe('The monitor on this machine', () => {
  test('answers every path with the page, with the headers that its function gave', async () => {
    const answer = await ask('/processes/loan/instances/l-1');
    expect(answer).toMatchObject({ status: 200, body: '<h1>at /processes/loan/instances/l-1</h1>' });
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'");
  });

  test('answers /api by the function of the API, which knows nothing of that prefix', async () => {
    const { body } = await ask('/api/processes/loan/instances/l%201?state=open&party=a%26b');
    expect(JSON.parse(body)).toEqual([
      '/processes/loan/instances/l%201',
      'state=open&party=a%26b',
      { state: 'open', party: 'a&b' },
    ]);
  });

  test('tells its own page where it is, so that the commands there lead there, and tells nobody else', async () => {
    const { headers } = await ask('/api/processes');
    expect(decodeURIComponent(`${headers['monitor-endpoint']}`)).toBe(runtime.endpoint);
    const refused = await ask('/api/processes', { headers: { host: 'monitor.example' } });
    expect(refused.headers).not.toHaveProperty('monitor-endpoint');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const answer = await ask('/', { method });
    expect(answer).toMatchObject({ status: 405, body: `Only GET is answered, not ${method}.\n` });
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  test.each(['monitor.example', '127.0.0.1', 'localhost:1'])('refuses the host %s', async (host) => {
    expect(await ask('/api/processes', { headers: { host } })).toMatchObject({ status: 403 });
  });

  test('is known as localhost too', async () => {
    const host = new URL(served.url).host.replace('127.0.0.1', 'localhost');
    expect(await ask('/', { headers: { host } })).toMatchObject({ status: 200 });
  });

  test('refuses what another site asks for, but not a link from there', async () => {
    const fromElsewhere = (mode: string) => ({ headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode } });
    expect(await ask('/api/processes', fromElsewhere('no-cors'))).toMatchObject({ status: 403 });
    expect(await ask('/', fromElsewhere('navigate'))).toMatchObject({ status: 200 });
  });

  test.each([
    { origin: 'https://monitor.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
  ])('refuses another page, as it says of itself: %j', async (headers) => {
    expect(await ask('/api/processes', { headers })).toMatchObject({ status: 403 });
  });

  test('answers its own page', async () => {
    const { origin } = new URL(served.url);
    const headers = { origin, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
    expect(await ask('/api/processes', { headers })).toMatchObject({ status: 200 });
  });

  test('says why when a function is not there, as JSON to who asked the API', async () => {
    const without = await serveMonitor(accessTo(runtime.endpoint), { page: 'no_page', function: 'no_api' }, 0);
    const [api, page] = [await ask('/api/processes', {}, without.url), await ask('/', {}, without.url)];
    await without.stop();
    expect(api.status).toBe(502);
    expect(JSON.parse(api.body).error).toContain(`There is no function no_api at ${runtime.endpoint}`);
    expect(page).toMatchObject({ status: 502, body: expect.stringContaining('There is no function no_page') });
  });

  test('does not start at a port that is taken, and says so', async () => {
    const port = Number(new URL(served.url).port);
    const again = serveMonitor(accessTo(runtime.endpoint), { page: 'the_page', function: 'the_api' }, port);
    await expect(again).rejects.toThrow(InputError);
    await expect(again).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  });

  test('is at the next free port when it need not be at that one', async () => {
    const port = Number(new URL(served.url).port);
    const near = await serveMonitorNear(
      accessTo(runtime.endpoint),
      { page: 'the_page', function: 'the_api' },
      port,
      [],
    );
    expect(Number(new URL(near.url).port) - port).toBeGreaterThan(0);
    expect(Number(new URL(near.url).port) - port).toBeLessThanOrEqual(20);
    expect(await ask('/', {}, near.url)).toMatchObject({ status: 200 });
    await near.stop();
  });

  test('is asked by a further name that it was started with', async () => {
    const named = await serveMonitor(accessTo(runtime.endpoint), { page: 'the_page', function: 'the_api' }, 0, [
      'devbox',
    ]);
    const host = `devbox:${new URL(named.url).port}`;
    expect(await ask('/', { headers: { host } }, named.url)).toMatchObject({ status: 200 });
    expect(await ask('/', { headers: { host: `x${host}` } }, named.url)).toMatchObject({ status: 403 });
    await named.stop();
  });
});

/** Asks as no browser would let one: with any method and host. */
function ask(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  url = served.url,
) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const asked = request(new URL(path, url), { method, headers }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
      asked.on('error', reject).end();
    },
  );
}
