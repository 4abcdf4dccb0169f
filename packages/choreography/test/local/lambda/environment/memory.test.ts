import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const grow = (how: string) =>
  `exports.handler = async () => { const kept = []; const map = new Map(); for (;;) ${how}; };`;
/** Ways to outgrow the memory; those of one large thing end the whole process when V8's own limit is met. */
const CODE = {
  objects: grow("kept.push({ text: 'x' + kept.length })"),
  numbers: grow('kept.push(kept.length * 1.5)'),
  maps: grow('map.set(map.size, map.size)'),
  buffers: grow('kept.push(Buffer.alloc(1e7, 1))'),
  once: 'exports.handler = async () => new Array(2e7).fill(0).map((_, i) => ({ i })).length;',
  pauses:
    'exports.handler = async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(1e7, 1)); await new Promise(setImmediate); } };',
  litters:
    "exports.handler = async () => { let length = 0; for (let i = 0; i < 200; i++) length += Buffer.alloc(1e6, 1).length + 'x'.repeat(1e6).split('').length; return length; };",
};

beforeAll(async () => {
  const functions = Object.keys(CODE).map((name) => [name, aFunction(name, { Timeout: 30, MemorySize: 128 })]);
  local = await aRuntime(anAssembly(Object.fromEntries(functions), CODE));
});
afterAll(() => local.runtime.stop());

async function invoke(FunctionName: string) {
  const {
    Payload,
    FunctionError,
    LogResult = '',
  } = await local.lambda.send(new InvokeCommand({ FunctionName, LogType: 'Tail' }));
  const log = Buffer.from(LogResult, 'base64').toString();
  return { FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString()), log };
}

describe('a function that outgrows its memory', () => {
  it.each(['objects', 'numbers', 'maps', 'buffers', 'once', 'pauses'])(
    'by %s is killed as on AWS, and the runtime goes on',
    async (name) => {
      const { FunctionError, payload, log } = await invoke(name);
      expect(FunctionError).toBe('Unhandled');
      expect(payload).toEqual({
        errorType: 'Runtime.OutOfMemory',
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed$/,
        ),
      });
      expect(log).toMatch(/Max Memory Used: 128 MB.*\tStatus: error\tError Type: Runtime\.OutOfMemory/);
    },
  );

  it('only by what nobody refers to any more is not killed', async () => {
    expect(await invoke('litters')).toMatchObject({ FunctionError: undefined, payload: 400_000_000 });
  });
});
