import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: it is plain JavaScript, so that a thread starts without a compiler
import { fieldsOf } from '#local/lambda/environment/node-runtime/invoke-context.mjs';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

/**
 * What handlers come to on Lambda's Node.js, by the table of its real client (aws-lambda-ric 4.0.2 on Node.js 24, 3.3.0 before):
 * `packages/choreography/test/oracles/lambda-ric` compares many more with it.
 */
const CODE = {
  callback: 'exports.handler = (event, context, callback) => callback(null, { ok: 1 });',
  asyncCallback: 'exports.handler = async (event, context, callback) => ({ ok: 1 });',
  context: 'exports.handler = async (event, context) => Object.keys(context);',
  bigint: 'exports.handler = async () => ({ n: 1n });',
  throwsText: "exports.handler = async () => { throw 'plain'; };",
  throwsUndefined: 'exports.handler = async () => { throw undefined; };',
  throwsObject: "exports.handler = async () => { throw { name: 'X', message: 'm' }; };",
  loses:
    "exports.handler = async () => { Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 5000)); };",
  throwsInTimer:
    "exports.handler = async () => { setTimeout(() => { throw new Error('timer'); }, 5); await new Promise((r) => setTimeout(r, 5000)); };",
  never: 'exports.handler = () => new Promise(() => {});',
  missing: "require('nope'); exports.handler = async () => 1;",
  syntax: 'exports.handler = async () => { retrun 1 }}',
  throwsAtTop: "throw 'plain'",
  none: 'exports.other = 1;',
  text: "exports.handler = 'x';",
  isDefault: "module.exports = async () => 'default';",
  nested: "exports.a = { b: async () => 'nested' };",
  recovers:
    "const { existsSync, writeFileSync } = require('node:fs'); const first = !existsSync(__dirname + '/seen'); writeFileSync(__dirname + '/seen', ''); if (first) throw new Error('not yet'); exports.handler = async () => 'now';",
  environment: 'exports.handler = async () => process.env.AWS_EXECUTION_ENV;',
  store: 'exports.handler = async (event, { awsRequestId }) => awslambda.InvokeStore.getRequestId() === awsRequestId;',
};
const HANDLERS: Record<string, string> = { isDefault: 'index.default', nested: 'index.a.b' };
type Name = keyof typeof CODE;

let local: Awaited<ReturnType<typeof aRuntime>>;
const deployed = (Runtime: string) =>
  Object.fromEntries(
    Object.keys(CODE).map((asset) => [
      `${asset}${Runtime.replace(/\D/g, '')}`,
      aFunction(asset, {
        ...{ FunctionName: `${asset}-${Runtime}`.replaceAll('.', ''), Runtime, Timeout: 1 },
        Handler: HANDLERS[asset] ?? 'index.handler',
      }),
    ]),
  );

beforeAll(async () => {
  const named = aFunction('bigint', { FunctionName: 'without-a-dot', Handler: 'index' });
  const resources = { ...deployed('nodejs24.x'), ...deployed('nodejs22.x'), ...deployed('nodejs20.x'), Named: named };
  local = await aRuntime(anAssembly(resources, CODE));
});
afterAll(() => local.runtime.stop());

async function invoke(FunctionName: string) {
  const { Payload, FunctionError, LogResult } = await local.lambda.send(
    new InvokeCommand({ FunctionName, LogType: 'Tail' }),
  );
  const payload = JSON.parse(Buffer.from(Payload ?? []).toString());
  return { payload, failed: FunctionError === 'Unhandled', log: Buffer.from(LogResult ?? '', 'base64').toString() };
}
const on = (runtime: string) => (name: Name) => invoke(`${name}-${runtime}`.replaceAll('.', ''));
const ended = (how: string) => ({
  errorType: 'Runtime.ExitError',
  errorMessage: expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: Runtime exited ${how}$`)),
});

describe('a function of nodejs24.x', () => {
  const here = on('nodejs24.x');

  it.each<[string, Name, object]>([
    ['takes a callback', 'callback', { errorType: 'Runtime.CallbackHandlerDeprecated' }],
    ['takes a callback and is async', 'asyncCallback', { errorType: 'Runtime.CallbackHandlerDeprecated' }],
    [
      'answers what is no JSON',
      'bigint',
      { errorType: 'Runtime.JSONStringifyError', errorMessage: 'Unable to stringify response body' },
    ],
    ['throws a text', 'throwsText', { errorType: 'string', errorMessage: 'plain', trace: [] }],
    ['throws undefined', 'throwsUndefined', { errorType: 'undefined', errorMessage: 'undefined', trace: [] }],
    ['throws an object', 'throwsObject', { errorType: 'object', errorMessage: '[object Object]', trace: [] }],
    ['loses a rejection', 'loses', ended('with error: exit status 1')],
    ['throws in a timer', 'throwsInTimer', ended('with error: exit status 1')],
    ['never settles', 'never', ended('without providing a reason')],
    [
      'lacks a module',
      'missing',
      {
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringMatching(/^Error: Cannot find module 'nope'\nRequire stack:\n- .*index\.js$/),
      },
    ],
    [
      'has broken syntax',
      'syntax',
      { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringMatching(/^SyntaxError: /) },
    ],
    ['throws at its top', 'throwsAtTop', { errorType: 'string', errorMessage: 'plain', trace: [] }],
    [
      'has no handler',
      'none',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'has a handler that is none',
      'text',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is not a function' },
    ],
  ])('that %s fails as with the real client', async (_, name, expected) => {
    const { payload, failed } = await here(name);
    expect(failed).toBe(true);
    expect(payload).toMatchObject(expected);
  });

  it('whose handler is named without a dot is refused', async () => {
    expect((await invoke('without-a-dot')).payload).toMatchObject({
      ...{ errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' },
    });
  });

  it.each<[string, Name, unknown]>([
    ['is the default export', 'isDefault', 'default'],
    ['is nested', 'nested', 'nested'],
    ['asks the store of invocations', 'store', true],
    ['asks for its environment', 'environment', 'AWS_Lambda_nodejs24.x'],
  ])('whose handler %s answers', async (_, name, expected) => {
    expect((await here(name)).payload).toEqual(expected);
  });

  it('has a context without done, and with its trace', async () => {
    expect((await here('context')).payload).toEqual([
      ...['clientContext', 'identity', 'invokedFunctionArn', 'awsRequestId', 'tenantId', 'xRayTraceId'],
      ...['getRemainingTimeInMillis', 'functionName', 'functionVersion', 'memoryLimitInMB'],
      ...['logGroupName', 'logStreamName'],
    ]);
  });

  it('says in its log why it could not be loaded, and what nobody caught', async () => {
    expect((await here('missing')).log).toMatch(/\t-\tERROR\tInit Error \t\{"errorType":"Runtime\.ImportModuleError"/);
    expect((await here('loses')).log).toMatch(
      /^Error: lost\n {4}at .*\nRequestId: \S+ Error: Runtime exited with error/ms,
    );
  });
});

describe.each(['nodejs22.x', 'nodejs20.x'])('a function of %s', (runtime) => {
  const here = on(runtime);

  it.each<[string, Name, object]>([
    ['answers what is no JSON', 'bigint', { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
    ['throws undefined', 'throwsUndefined', { errorType: 'string', errorMessage: 'handled', trace: [] }],
    ['loses a rejection', 'loses', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' }],
    ['throws in a timer', 'throwsInTimer', { errorType: 'Error', errorMessage: 'timer' }],
    ['is the default export', 'isDefault', { errorType: 'Runtime.HandlerNotFound' }],
  ])('that %s fails as with the real client', async (_, name, expected) => {
    const { payload, failed } = await here(name);
    expect(failed).toBe(true);
    expect(payload).toMatchObject(expected);
  });

  it.each<[string, Name, unknown]>([
    ['calls back', 'callback', { ok: 1 }],
    ['takes a callback and is async', 'asyncCallback', { ok: 1 }],
    ['never settles', 'never', null],
    ['asks for its environment', 'environment', `AWS_Lambda_${runtime}`],
  ])('that %s answers', async (_, name, expected) => {
    expect((await here(name)).payload).toEqual(expected);
  });

  it('has a context with done, and no trace', async () => {
    const { payload } = await here('context');
    expect(payload.slice(0, 4)).toEqual(['callbackWaitsForEmptyEventLoop', 'succeed', 'fail', 'done']);
    expect(payload).not.toContain('xRayTraceId');
  });
});

describe('a function', () => {
  it('that could not be loaded is loaded again with its next event', async () => {
    const answers = [await on('nodejs24.x')('recovers'), await on('nodejs24.x')('recovers')];
    expect(answers.at(-1)?.payload).toBe('now');
  });

  it('sees how its time runs out, and by how much it is over', () => {
    let time = 400;
    const invocation = { requestId: 'id', deadline: 500, now: () => time };
    const { getRemainingTimeInMillis: left } = fieldsOf(invocation, {}, true);
    expect(left()).toBe(100);
    time = 520;
    expect(left()).toBe(-20);
  });
});
