import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anAssembly, queue } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeEach(async () => {
  local = await aRuntime(anAssembly({ Records: queue('records') }));
});
afterEach(() => local.runtime.stop());

const zip = (source: string, file = 'index.js') => zipSync({ [file]: strToU8(source) });
const arnOf = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const create = (FunctionName: string, source: string, file?: string) =>
  local.lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName, Runtime: 'nodejs20.x', Handler: 'index.handler' },
      ...{ Role: 'arn:aws:iam::000000000000:role/any', Code: { ZipFile: zip(source, file) } },
    }),
  );
async function answer(FunctionName: string): Promise<unknown> {
  const { Payload } = await local.lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}
const send = (FunctionName: string) =>
  local.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{"a":1}' }));
const configure = (FunctionName: string, OnSuccess: string, OnFailure: string, more: object = {}) =>
  local.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      ...{ FunctionName, MaximumRetryAttempts: 0, ...more },
      DestinationConfig: { OnSuccess: { Destination: OnSuccess }, OnFailure: { Destination: OnFailure } },
    }),
  );
const records = arnOf('sqs', 'records');
const recordIn = async () => JSON.parse((await local.messageIn('records')).Body ?? '');

describe('a function that is made from a zip', () => {
  it('runs, has new code at once, and is gone when it is deleted', async () => {
    await create('f', "exports.handler = async () => 'first';");
    expect(await answer('f')).toBe('first');
    await local.lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: zip("exports.handler = async () => 'second';") }),
    );
    expect(await answer('f')).toBe('second');
    await local.lambda.send(new DeleteFunctionCommand({ FunctionName: 'f' }));
    await expect(answer('f')).rejects.toThrow(`Function not found: ${arnOf('lambda', 'function:f')}`);
    expect((await local.lambda.send(new ListFunctionsCommand())).Functions).toEqual([]);
  });

  it.each([
    ['an ES module', "export const handler = async () => 'well';", 'index.mjs'],
    [
      'a handler that calls back',
      "exports.handler = (_, __, callback) => setTimeout(callback, 1, null, 'well');",
      'index.js',
    ],
  ])('may be %s', async (_, source, file) => {
    await create('f', source, file);
    expect(await answer('f')).toBe('well');
  });

  it('is refused when its zip is none, or leads out of its folder', async () => {
    const broken = local.lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName: 'f', Runtime: 'nodejs20.x', Handler: 'index.handler' },
        ...{ Role: 'arn:aws:iam::000000000000:role/any', Code: { ZipFile: strToU8('no zip') } },
      }),
    );
    await expect(broken).rejects.toThrow('Could not unzip uploaded file');
    await expect(create('f', 'x', '../index.js')).rejects.toThrow('../index.js is not in it');
  });

  it('is throttled beyond its reserved concurrency, and no longer when that is taken away', async () => {
    await create('f', 'exports.handler = () => new Promise((end) => setTimeout(end, 300));');
    await local.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 1 }));
    // A client would try again.
    const once = new LambdaClient({ ...local.access, maxAttempts: 1 });
    const call = () => once.send(new InvokeCommand({ FunctionName: 'f' }));
    const answers = await Promise.allSettled([call(), call()]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await local.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'f' }));
    expect(await Promise.all([answer('f'), answer('f')])).toEqual([null, null]);
  });
});

describe('an asynchronous invocation', () => {
  it('that is not let in at all is recorded without an attempt to repeat it', async () => {
    await create('f', 'exports.handler = async () => {};');
    await configure('f', records, records, { MaximumRetryAttempts: 2 });
    await local.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }));
    await send('f');
    expect(await recordIn()).toMatchObject({ responsePayload: { errorType: 'TooManyRequestsException' } });
  });

  it('that succeeded is told to another function, whose own is told to a bus, where a rule hears it', async () => {
    await create('first', "exports.handler = async () => 'first';");
    await create('second', 'exports.handler = async ({ responsePayload }) => ({ after: responsePayload });');
    await configure('first', arnOf('lambda', 'function:second'), records);
    await configure('second', arnOf('events', 'event-bus/default'), records);
    await create('hears', 'exports.handler = async ({ detail }) => detail.responsePayload;');
    await configure('hears', records, records);
    const EventPattern = JSON.stringify({ 'detail-type': ['Lambda Function Invocation Result - Success'] });
    await local.events.send(new PutRuleCommand({ Name: 'told', EventPattern }));
    await local.events.send(
      new PutTargetsCommand({ Rule: 'told', Targets: [{ Id: 'f', Arn: arnOf('lambda', 'function:hears') }] }),
    );
    await local.lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName: 'hears', StatementId: 'told', Action: 'lambda:InvokeFunction' },
        ...{ Principal: 'events.amazonaws.com', SourceArn: arnOf('events', 'rule/told') },
      }),
    );
    await send('first');
    expect(await recordIn()).toMatchObject({
      requestContext: { condition: 'Success', functionArn: `${arnOf('lambda', 'function:hears')}:$LATEST` },
      requestPayload: { source: 'lambda', detail: { requestContext: { condition: 'Success' } } },
      responsePayload: { after: 'first' },
    });
  });

  it('that would become too old is not tried again', async () => {
    await create('f', "exports.handler = async () => { throw new Error('on purpose'); };");
    await configure('f', records, records, { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 90 });
    local.runtime.clock.hold();
    await send('f');
    await local.runtime.idle();
    await local.runtime.clock.moveBy(60_000);
    expect(await recordIn()).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 },
    });
  });
});
