import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

const home = mkdtempSync(join(tmpdir(), 'home-'));
const secret = join(home, 'secret');

/** Tries what code of somebody else might do on the machine of a user, and tells what came of it. */
const PRYING = `
const { readFileSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const attempt = (work) => { try { return work() ?? 'done'; } catch (error) { return error.code ?? error.name; } };
exports.handler = async ({ secret }) => ({
  read: attempt(() => readFileSync(secret, 'utf8')),
  write: attempt(() => writeFileSync(secret + '-2', 'x')),
  process: attempt(() => void require('node:child_process').execFileSync(process.execPath, ['--version'])),
  thread: attempt(() => void new (require('node:worker_threads').Worker)('', { eval: true }).terminate()),
  inspector: attempt(() => new (require('node:inspector').Session)().connect()),
  own: attempt(() => readFileSync(__filename, 'utf8').length > 0),
  temporary: attempt(() => { writeFileSync(join(tmpdir(), 'x'), 'kept'); return readFileSync(join(tmpdir(), 'x'), 'utf8'); }),
  sdk: attempt(() => typeof require('@aws-sdk/client-dynamodb').DynamoDBClient),
  log: console.log('looked around'),
});`;
/** Calls the runtime, as functions do. */
const CALLING = `
const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
exports.handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account;`;
const GROWING = `exports.handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); };`;

let local: Awaited<ReturnType<typeof aRuntime>>;
let open: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  writeFileSync(secret, 'a key');
  const assembly = anAssembly(
    { P: aFunction('prying'), C: aFunction('calling'), G: aFunction('growing', { Timeout: 20 }) },
    { prying: PRYING, calling: CALLING, growing: GROWING },
  );
  [local, open] = await Promise.all([aRuntime(assembly, { isolate: true }), aRuntime(assembly)]);
});
afterAll(async () => {
  await Promise.all([local.runtime.stop(), open.runtime.stop()]);
  rmSync(home, { recursive: true });
});

const invoke = async (FunctionName: string, { lambda } = local) => {
  const { Payload = [] } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ secret }) }));
  return JSON.parse(Buffer.from(Payload as Uint8Array).toString());
};

describe('a function that is isolated', () => {
  it('reads and writes no file of the user, and starts neither process nor thread', async () => {
    expect(await invoke('prying')).toMatchObject({
      ...{ read: 'ERR_ACCESS_DENIED', write: 'ERR_ACCESS_DENIED', process: 'ERR_ACCESS_DENIED' },
      ...{ thread: 'ERR_ACCESS_DENIED', inspector: 'ERR_ACCESS_DENIED' },
    });
    expect(existsSync(`${secret}-2`)).toBe(false);
  });

  it('has its own code, a temporary folder and the SDK', async () => {
    expect(await invoke('prying')).toMatchObject({ own: true, temporary: 'kept', sdk: 'function' });
  });

  it('calls the runtime, logs nothing but its own, and is killed when it outgrows its memory', async () => {
    expect(await invoke('calling')).toBe('000000000000');
    const lines = local.notices.flatMap((notice) => (notice.kind === 'log' ? [notice.line] : []));
    expect([...new Set(lines)]).toEqual(['looked around']);
    expect(await invoke('growing')).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
  });
});

it('A function that is not isolated can reach the files of the user', async () => {
  expect(await invoke('prying', open)).toMatchObject({ read: 'a key', write: 'done', process: 'done' });
});
