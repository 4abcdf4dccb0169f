import { InvokeCommand, InvokeWithResponseStreamCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

const CODE = {
  streams: `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
    stream.write('a');
    if (event.fail) throw new TypeError('midway');
    stream.end(Buffer.from([0, 255]));
  });`,
  returns: 'exports.handler = async () => ({ a: 1 });',
};

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const functions = Object.keys(CODE).map((name) => [name, aFunction(name)]);
  local = await aRuntime(anAssembly(Object.fromEntries(functions), CODE));
});
afterAll(() => local.runtime.stop());

async function stream(FunctionName: string, event: object = {}) {
  const Payload = JSON.stringify(event);
  const { EventStream = [] } = await local.lambda.send(
    new InvokeWithResponseStreamCommand({ FunctionName, Payload, LogType: 'Tail' }),
  );
  const chunks: Uint8Array[] = [];
  let end: object | undefined;
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    if (PayloadChunk?.Payload) chunks.push(PayloadChunk.Payload);
    if (InvokeComplete) end = InvokeComplete;
  }
  return { payload: Buffer.concat(chunks), end };
}

describe('a function that is invoked with a response stream', () => {
  it('answers the bytes that its handler writes, and how it ended', async () => {
    const { payload, end } = await stream('streams');
    expect(payload).toEqual(Buffer.from([97, 0, 255]));
    expect(end).toEqual({ LogResult: expect.any(String) });
  });

  it('answers what its handler returns, as JSON', async () => {
    expect((await stream('returns')).payload.toString()).toBe('{"a":1}');
  });

  it('says with which error it ended', async () => {
    expect((await stream('streams', { fail: true })).end).toMatchObject({
      ...{ ErrorCode: 'TypeError', ErrorDetails: expect.stringContaining('"errorMessage":"midway"') },
    });
  });
});

describe('a streaming handler that is invoked without a stream', () => {
  it('answers what it wrote as a whole', async () => {
    const { Payload } = await local.lambda.send(new InvokeCommand({ FunctionName: 'streams' }));
    expect(Buffer.from(Payload ?? [])).toEqual(Buffer.from([97, 0, 255]));
  });
});
