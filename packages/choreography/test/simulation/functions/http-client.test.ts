import * as http from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { connectionReset, httpModule, type OutgoingRequest } from '#simulation/functions/http-client.ts';

type Http = Pick<typeof http, 'request' | 'get'>;

/** Answers each request with its method, path and body. */
const echo = async ({ method, path, body }: OutgoingRequest) => ({
  ...{ status: 200, headers: { 'content-type': 'text/plain' } },
  body: `${method} ${path} ${body}`,
});

const answered = (request: http.ClientRequest): Promise<string> =>
  new Promise((resolve, reject) => {
    request.on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(text);
    });
    request.on('error', reject);
  });

it('sends what is written in parts, and what is piped, as one body', async () => {
  const { request, get } = httpModule(http, echo) as Http;
  const inParts = request({ host: 'there', path: '/parts', method: 'POST' });
  inParts.write('a');
  inParts.write(Buffer.from('b'), () => {});
  expect(await answered(inParts.end('c'))).toBe('POST /parts abc');
  const piped = request('http://there/piped', { method: 'PUT' });
  const [text] = await Promise.all([answered(piped), pipeline(Readable.from(['d', 'e']), piped)]);
  expect(text).toBe('PUT /piped de');
  expect(await answered(get('http://there/got?it'))).toBe('GET /got?it ');
});

it('says that it was sent, and refuses more', async () => {
  const { request } = httpModule(http, echo) as Http;
  const sent = request({ host: 'there' });
  const finished = new Promise((resolve) => sent.on('finish', () => resolve('finished')));
  sent.end();
  expect(await finished).toBe('finished');
  expect(() => sent.write('more')).toThrow('write after end');
});

it('fails as a connection does that is reset, and hears no answer once it was destroyed', async () => {
  const { request } = httpModule(http, () => Promise.reject(connectionReset())) as Http;
  await expect(answered(request({ host: 'there' }).end())).rejects.toThrow('socket hang up');
  const given = (httpModule(http, echo) as Http).request({ host: 'there' });
  const heard: string[] = [];
  given.on('response', () => heard.push('response'));
  given.on('error', ({ message }) => heard.push(message));
  const closed = new Promise((resolve) => given.on('close', resolve));
  given.end();
  given.destroy(new Error('enough'));
  await closed;
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual(['enough']);
});
