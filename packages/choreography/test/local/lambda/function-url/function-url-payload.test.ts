import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

/** Answers by the path that is asked for; the event itself for any other. */
const ANSWERS = `exports.handler = async (event) => ({
  '/text': () => 'hello',
  '/number': () => 3.1,
  '/list': () => ['hello', 3, true],
  '/nothing': () => null,
  '/plain': () => ({ statusCode: 200, body: 'body123' }),
  '/typed': () => ({ statusCode: 201, headers: { 'Content-Type': 'text/html', 'X-Number': 1 }, body: '<p>' }),
  '/bytes': () => ({ statusCode: 200, body: 'AP+ACg==', isBase64Encoded: true }),
  '/cookies': () => ({ statusCode: 200, cookies: ['one=1', 'two=2; Secure'], body: 'c' }),
  '/long': () => ({ statusCode: 200, headers: { 'Content-Length': '999', Connection: 'close' }, body: 'short' }),
  '/text-status': () => ({ statusCode: '404', body: 'x' }),
  '/body': () => ({ statusCode: 200, body: { a: 1 } }),
  '/status': () => ({ statusCode: 'abc', body: 'x' }),
  '/status-1': () => ({ statusCode: 1000, body: 'x' }),
  '/cookie': () => ({ statusCode: 200, cookies: 'one=1' }),
  '/header': () => ({ statusCode: 200, headers: { 'x-a': { b: 1 } } }),
  '/line-break': () => ({ statusCode: 200, headers: { 'x-a': 'b\\nc' } }),
  '/name': () => ({ statusCode: 200, headers: { 'x a': 'b' } }),
  '/throws': () => { throw new Error('on purpose'); },
}[event.rawPath] ?? (() => ({ statusCode: 200, body: JSON.stringify(event) })))();`;

const STREAMS = `exports.handler = awslambda.streamifyResponse(async ({ rawPath }, stream) => {
  if (rawPath === '/http') stream = awslambda.HttpResponseStream.from(stream, {
    statusCode: 202, headers: { 'content-type': 'text/html' }, cookies: ['a=b'],
  });
  if (rawPath === '/wrong') stream = awslambda.HttpResponseStream.from(stream, { statusCode: 'x' });
  stream.write('<p>');
  stream.end('streamed');
});`;

let local: Awaited<ReturnType<typeof aRuntime>>;
const url = (name: string, more: object = {}) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: { 'Fn::GetAtt': [name, 'Arn'] }, AuthType: 'NONE', ...more },
});
const mode = { InvokeMode: 'RESPONSE_STREAM' };

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        ...{ Answers: aFunction('answers'), AnswersUrl: url('Answers') },
        ...{ Streams: aFunction('streams'), StreamsUrl: url('Streams', mode) },
        ...{ Raw: aFunction('answers', { FunctionName: 'raw' }), RawUrl: url('Raw', mode) },
      },
      { answers: ANSWERS, streams: STREAMS },
    ),
  );
});
afterAll(() => local.runtime.stop());

/** A call as it is written: neither its path nor its headers are made proper. */
async function call(name: string, path: string, headers: Record<string, string | string[]> = {}, body?: Buffer) {
  const { hostname, port, pathname } = new URL(local.runtime.status().urls[name] ?? '');
  const method = body ? 'POST' : 'GET';
  const asked = request({ hostname, port, path: `${pathname.replace(/\/$/, '')}${path}`, method, headers });
  asked.end(body);
  const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) =>
    asked.once('response', resolve).once('error', reject),
  );
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}
const eventOf = async (...asked: Parameters<typeof call> extends [string, ...infer Rest] ? Rest : never) =>
  JSON.parse((await call('answers', ...asked)).body.toString());

describe('the event of a function URL', () => {
  it('has names that come several times with their values joined by commas', async () => {
    expect(await eventOf('/e?x=1&y=%20a&x=2')).toMatchObject({
      ...{ queryStringParameters: { x: '1,2', y: ' a' }, rawQueryString: 'x=1&y=%20a&x=2' },
    });
    expect(await eventOf('/e')).not.toHaveProperty('queryStringParameters');
  });

  it('has cookies in a list, not in a header', async () => {
    const event = await eventOf('/e', { cookie: 'a=1; b=2' });
    expect(event.cookies).toEqual(['a=1', 'b=2']);
    expect(event.headers).not.toHaveProperty('cookie');
    expect(await eventOf('/e')).not.toHaveProperty('cookies');
  });

  it('has its path as it was sent', async () => {
    expect(await eventOf('/pa2%Fth//a/../b')).toMatchObject({
      ...{ rawPath: '/pa2%Fth//a/../b', requestContext: { http: { path: '/pa2%Fth//a/../b' } } },
    });
  });

  it.each([
    ['application/json', 'text'],
    ['Application/JSON; charset=utf-8', 'text'],
    ['text/plain', 'text'],
    ['application/xml', 'text'],
    ['application/vnd.api+json', 'text'],
    ['application/octet-stream', 'base64'],
    ['application/x-www-form-urlencoded', 'base64'],
    ['multipart/form-data; boundary=x', 'base64'],
    ['image/png', 'base64'],
  ])('has a body of %s as %s', async (type, as) => {
    const { body, isBase64Encoded } = await eventOf('/e', { 'content-type': type }, Buffer.from('a=ü'));
    expect({ body, isBase64Encoded }).toEqual({
      body: as === 'text' ? 'a=ü' : Buffer.from('a=ü').toString('base64'),
      isBase64Encoded: as === 'base64',
    });
  });

  it('has bytes that are no text as base64, whatever their type says', async () => {
    expect(await eventOf('/e', { 'content-type': 'text/plain' }, Buffer.from([0, 255, 128, 10]))).toMatchObject({
      ...{ body: 'AP+ACg==', isBase64Encoded: true },
    });
    expect(await eventOf('/e', {}, Buffer.from([0, 255, 128, 10]))).toMatchObject({ body: 'AP+ACg==' });
  });

  it('has the context of the request, with the id under which it is logged', async () => {
    const { headers, body } = await call('answers', '/e');
    const { requestContext } = JSON.parse(body.toString());
    expect(requestContext).toMatchObject({
      ...{ accountId: 'anonymous', apiId: 'answers', authentication: null, domainPrefix: 'answers' },
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      requestId: headers['x-amzn-requestid'],
    });
  });
});

describe('the answer of a function URL', () => {
  it.each([
    ['a text as it is', '/text', 200, 'application/json', 'hello'],
    ['a number', '/number', 200, 'application/json', '3.1'],
    ['a list', '/list', 200, 'application/json', '["hello",3,true]'],
    ['null', '/nothing', 200, 'application/json', 'null'],
    ['a body without a type', '/plain', 200, 'application/json', 'body123'],
    ['a body with a type', '/typed', 201, 'text/html', '<p>'],
    ['a status that is a text of digits', '/text-status', 404, 'application/json', 'x'],
  ])('is %s', async (_, path, status, type, body) => {
    const answer = await call('answers', path);
    expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([status, type, body]);
  });

  it('is bytes that the handler gave as base64', async () => {
    expect((await call('answers', '/bytes')).body).toEqual(Buffer.from([0, 255, 128, 10]));
  });

  it('sets each cookie', async () => {
    expect((await call('answers', '/cookies')).headers['set-cookie']).toEqual(['one=1', 'two=2; Secure']);
  });

  it('has headers of the connection under other names', async () => {
    expect(await call('answers', '/long')).toMatchObject({
      headers: {
        'content-length': '5',
        'x-amzn-remapped-content-length': '999',
        'x-amzn-remapped-connection': 'close',
      },
      body: Buffer.from('short'),
    });
  });

  it.each([
    ['a body that is an object', '/body', 'its "body" is an object, and must be a text'],
    ['a status that is no number', '/status', 'its "statusCode" is "abc", and must be a number from 200 to 599'],
    ['a status that there is not', '/status-1', 'its "statusCode" is 1000'],
    ['cookies that are no list', '/cookie', 'its "cookies" are a string, and must be a list of texts'],
    ['a header that is an object', '/header', 'its header "x-a" is an object'],
    ['a header of two lines', '/line-break', 'its header "x-a" has a name or a value that HTTP does not allow'],
    ['a header with a blank in its name', '/name', 'its header "x a" has a name or a value that HTTP does not allow'],
  ])('is 502 for %s, and blames the handler', async (_, path, blame) => {
    const answer = await call('answers', path);
    expect([answer.status, answer.body.toString()]).toEqual([502, 'Internal Server Error']);
    expect(local.notices).toContainEqual({
      ...{ kind: 'handler-failed', function: 'answers', attempt: 1 },
      error: expect.stringContaining(`What the handler answered is no HTTP answer: ${blame}`),
    });
    expect(decodeURI(String(answer.headers['x-local-explanation']))).toContain(blame);
  });

  it('is 502 when the handler throws', async () => {
    const answer = await call('answers', '/throws');
    expect([answer.status, answer.body.toString()]).toEqual([502, 'Internal Server Error']);
  });
});

describe('a function URL in the mode RESPONSE_STREAM', () => {
  it('answers what the handler writes', async () => {
    const answer = await call('streams', '/');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/octet-stream']);
    expect(answer.body.toString()).toBe('<p>streamed');
  });

  it('answers with the metadata that come first', async () => {
    const answer = await call('streams', '/http');
    expect(answer).toMatchObject({ status: 202, headers: { 'content-type': 'text/html', 'set-cookie': ['a=b'] } });
    expect(answer.body.toString()).toBe('<p>streamed');
    expect((await call('streams', '/wrong')).status).toBe(502);
  });

  it('does not take apart what a handler returns', async () => {
    expect((await call('raw', '/plain')).body.toString()).toBe('{"statusCode":200,"body":"body123"}');
  });
});
