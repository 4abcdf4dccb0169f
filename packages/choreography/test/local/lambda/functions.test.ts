import { GetFunctionCommand, InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, queue } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const failsTo = (name: string, retries: number) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: {
    FunctionName: name,
    Qualifier: '$LATEST',
    MaximumRetryAttempts: retries,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failed', 'Arn'] } } },
  },
});

const CODE = {
  echo: 'exports.handler = async (event, context) => ({ event, name: context.functionName, left: context.getRemainingTimeInMillis() > 0 });',
  environment: 'exports.handler = async () => process.env;',
  fails: 'exports.handler = async (_, { awsRequestId }) => { throw new TypeError(awsRequestId); };',
  exits: 'exports.handler = async () => process.exit(3);',
  loops: 'exports.handler = async () => { for (;;); };',
  broken: 'throw new Error("it does not load");',
  logs: 'exports.handler = async () => console.log("a line");',
};

beforeAll(async () => {
  process.env.SECRET_OF_THE_DEVELOPER = 'x';
  const functions = Object.fromEntries(
    Object.keys(CODE).map((name) => [
      name,
      aFunction(name, { Timeout: 1, Environment: { Variables: { TABLE: 't' } } }),
    ]),
  );
  local = await aRuntime(anAssembly({ ...functions, Failed: queue('failed'), Config: failsTo('fails', 2) }, CODE));
});
afterAll(() => local.runtime.stop());

async function invoke(FunctionName: string, payload: unknown = {}) {
  const { Payload, FunctionError } = await local.lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }),
  );
  return { error: FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString() || 'null') };
}

describe('a function', () => {
  it('answers an invocation, with a context', async () => {
    expect(await invoke('echo', { a: 1 })).toEqual({
      error: undefined,
      payload: { event: { a: 1 }, name: 'echo', left: true },
    });
    expect(await invoke('arn:aws:lambda:us-east-1:000000000000:function:echo')).toMatchObject({
      payload: { name: 'echo' },
    });
  });

  it('has its own environment and nothing of the developer’s', async () => {
    const { payload } = await invoke('environment');
    expect(payload).toMatchObject({
      TABLE: 't',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_ENDPOINT_URL: local.runtime.endpoint,
    });
    expect(payload).not.toHaveProperty('SECRET_OF_THE_DEVELOPER');
  });

  it.each([
    ['throws', 'fails', 'TypeError'],
    ['ends the process', 'exits', 'Error: Runtime exited with error: exit status 3'],
    ['never ends', 'loops', 'Task timed out after 1.00 seconds'],
    ['does not load', 'broken', 'it does not load'],
  ])('that %s is an error of its own, and the runtime goes on', async (_, name, text) => {
    const { error, payload } = await invoke(name);
    expect(error).toBe('Unhandled');
    expect(JSON.stringify(payload)).toContain(text);
    expect((await invoke('echo')).error).toBeUndefined();
  });

  it('is tried again with the same request id, and then set aside with Lambda’s record', async () => {
    const { StatusCode } = await local.lambda.send(
      new InvokeCommand({ FunctionName: 'fails', InvocationType: 'Event', Payload: '{"id":7}' }),
    );
    expect(StatusCode).toBe(202);
    const record = JSON.parse((await local.messageIn('failed')).Body ?? '');
    expect(record).toMatchObject({
      version: '1.0',
      requestContext: {
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fails:$LATEST',
      },
      requestPayload: { id: 7 },
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorType: 'TypeError' },
    });
    expect(record.responsePayload.errorMessage).toContain(record.requestContext.requestId);
  });

  it('tells what it writes', async () => {
    await invoke('logs');
    await vi.waitFor(() => expect(local.notices).toContainEqual({ kind: 'log', function: 'logs', line: 'a line' }));
  });

  it('is listed and described', async () => {
    const { Functions = [] } = await local.lambda.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName).sort()).toEqual(Object.keys(CODE).sort());
    const { Configuration } = await local.lambda.send(new GetFunctionCommand({ FunctionName: 'echo' }));
    expect(Configuration).toMatchObject({ FunctionName: 'echo', Timeout: 1, Handler: 'index.handler' });
  });

  it('that does not exist is not found, as on AWS', async () => {
    await expect(invoke('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
