import { CreateFunctionUrlConfigCommand, GetFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

const SHOP = 'https://shop.example';
const OTHER = 'https://other.example';
const SIGNED = '?X-Amz-Signature=made-up';
let local: Awaited<ReturnType<typeof aRuntime>>;

const url = (name: string, AuthType: string, Cors?: object) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: { 'Fn::GetAtt': [name, 'Arn'] }, AuthType, ...(Cors && { Cors }) },
});
const CORS = {
  ...{ AllowOrigins: [SHOP], AllowMethods: ['GET', 'POST'], AllowHeaders: ['content-type'], MaxAge: 60 },
  ...{ ExposeHeaders: ['x-order'], AllowCredentials: true },
};

beforeAll(async () => {
  const counting = `let calls = 0; exports.handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: String(++calls) });`;
  const plain = 'exports.handler = async () => "called";';
  local = await aRuntime(
    anAssembly(
      {
        ...{ Open: aFunction('open'), OpenUrl: url('Open', 'NONE', CORS) },
        ...{ All: aFunction('all'), AllUrl: url('All', 'NONE', { AllowOrigins: ['*'] }) },
        ...{ Closed: aFunction('closed'), ClosedUrl: url('Closed', 'NONE') },
        ...{ Signed: aFunction('signed'), SignedUrl: url('Signed', 'AWS_IAM', { AllowOrigins: [SHOP] }) },
        Later: aFunction('later'),
      },
      { open: plain, all: counting, closed: plain, signed: plain, later: plain },
    ),
  );
});
afterAll(() => local.runtime.stop());

const call = (name: string, headers: Record<string, string>, { method = 'GET', query = '' } = {}) =>
  fetch(`${local.runtime.status().urls[name]}${query}`, { method, headers });
const preflight = (name: string, origin: string) =>
  call(name, { origin, 'access-control-request-method': 'POST' }, { method: 'OPTIONS' });
const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

describe('a function URL with a CORS configuration', () => {
  it('answers a preflight by it', async () => {
    const answer = await preflight('open', SHOP);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'content-type',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-order',
      'access-control-max-age': '60',
      vary: 'Origin',
    });
    expect(await answer.text()).toBe('');
  });

  it('lets an origin that it names read the answer, and no other', async () => {
    expect(allowed(await call('open', { origin: SHOP }))).toBe(SHOP);
    expect(allowed(await call('open', { origin: OTHER }))).toBeNull();
    expect(allowed(await preflight('open', OTHER))).toBeNull();
    expect(allowed(await call('open', {}))).toBeNull();
  });

  it('does not run the function for a preflight, and adds to the headers that the function gives', async () => {
    await preflight('all', OTHER);
    const answer = await call('all', { origin: OTHER });
    expect(await answer.text()).toBe('1');
    expect(allowed(answer)).toBe(`*, ${OTHER}`);
  });

  it('that asks for AWS_IAM takes a signature from a page only if the configuration lets its origin in', async () => {
    const ask = (headers: Record<string, string>) => call('signed', headers, { query: SIGNED });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ origin: SHOP })).status).toBe(200);
    for (const headers of [{ origin: OTHER }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await ask(headers);
      expect(answer.status).toBe(403);
      expect(((await answer.json()) as { Message: string }).Message).toContain('Add the origin to its AllowOrigins.');
    }
  });

  it('is made and told by the API', async () => {
    const [FunctionName, Cors] = ['later', { AllowOrigins: [SHOP] }];
    await local.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, Cors, AuthType: 'NONE' }));
    expect(await local.lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }))).toMatchObject({ Cors });
    expect(allowed(await call('later', { origin: SHOP }))).toBe(SHOP);
  });

  it('is refused with a method or a time that Lambda does not take', async () => {
    const create = (Cors: object) =>
      local.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'all', AuthType: 'NONE', Cors }));
    await expect(create({})).rejects.toThrow('FunctionUrlConfig exists');
    const bad = (Cors: object) => aRuntime(anAssembly({ F: aFunction('f'), U: url('F', 'NONE', Cors) }, { f: '' }));
    await expect(bad({ AllowMethods: ['OPTIONS'] })).rejects.toThrow('Cors.AllowMethods has "OPTIONS"');
    await expect(bad({ MaxAge: 86_401 })).rejects.toThrow('Cors.MaxAge is 86401');
  });
});

describe('a function URL without one', () => {
  it('lets no page read the answer', async () => expect(allowed(await call('closed', { origin: SHOP }))).toBeNull());
});
