import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const code = "exports.handler = async ({ answer, event }) => 'é'.repeat((answer ?? 2) / 2 - 1);";
  local = await aRuntime(anAssembly({ Echo: aFunction('code', { FunctionName: 'echo', MemorySize: 512 }) }, { code }));
});
afterAll(() => local.runtime.stop());

/** Invokes the function with an event of so many bytes. */
const invokeWith = (bytes: number, InvocationType: 'RequestResponse' | 'Event') =>
  local.lambda.send(
    new InvokeCommand({
      ...{ FunctionName: 'echo', InvocationType },
      Payload: JSON.stringify({ event: 'e'.repeat(bytes - JSON.stringify({ event: '' }).length) }),
    }),
  );

test.each([
  ['RequestResponse', 6_291_456, 'Request must be smaller than 6291456 bytes for the InvokeFunction operation'],
  ['Event', 1_048_576, '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)'],
] as const)('an invocation of type %s takes %i bytes and no more', async (type, most, message) => {
  expect((await invokeWith(most, type)).StatusCode).toBe(type === 'Event' ? 202 : 200);
  await expect(invokeWith(most + 1, type)).rejects.toMatchObject({
    ...{ name: 'RequestEntityTooLargeException', message },
    $metadata: { httpStatusCode: 413 },
  });
});

test('an answer of more than 6,291,556 bytes is an error of the function', async () => {
  const answering = async (bytes: number) => {
    const { Payload = [], FunctionError } = await local.lambda.send(
      new InvokeCommand({ FunctionName: 'echo', Payload: JSON.stringify({ answer: bytes }) }),
    );
    return { FunctionError, length: Payload.length, text: Buffer.from(Payload).subarray(0, 200).toString() };
  };
  expect(await answering(6_291_556)).toMatchObject({ FunctionError: undefined, length: 6_291_556 });
  expect(await answering(6_291_558)).toMatchObject({
    FunctionError: 'Unhandled',
    text: JSON.stringify({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    }),
  });
});
