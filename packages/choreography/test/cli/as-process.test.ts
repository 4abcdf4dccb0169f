import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, permission } from '../local/assembly.ts';

const BIN = resolve(import.meta.dirname, '../../bin/choreography.mjs');
const folder = mkdtempSync(join(tmpdir(), 'as-process-'));
afterAll(() => rmSync(folder, { recursive: true }));
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const each of running) each.kill('SIGKILL');
  running.clear();
});

const NAME = 'library_desk_lend';
const templates = anAssembly(
  {
    Lend: aFunction(NAME),
    Permission: permission(NAME),
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['library'] },
        Targets: [{ Id: 'lend', Arn: `arn:aws:lambda:us-east-1:000000000000:function:${NAME}` }],
      },
    },
  },
  { [NAME]: `exports.handler = async (event) => console.log('lent', event.loan ?? event.detail.loan);` },
);

/** A command as a process of its own, with the lines that it writes. */
function command(...words: string[]) {
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: folder,
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  const lines = () => out.split('\n').filter((line) => line !== '');
  return {
    lines,
    until: (holds: (line: string) => boolean) =>
      vi.waitFor(
        () => {
          const line = lines().find(holds);
          if (line === undefined) throw new Error(`Not said yet: ${out}${err}`);
          return line;
        },
        { timeout: 60_000, interval: 20 },
      ),
    async end(signal: NodeJS.Signals) {
      child.kill(signal);
      const [code] = await once(child, 'exit');
      return { code, err };
    },
  };
}

const access = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

it('start --json says what happens, an object a line, from ready to the end; logs --follow says what is logged as it is', {
  timeout: 120_000,
}, async () => {
  const words = ['--dir', templates, '--port', '0', '--no-sample', '--json', '--logs'];
  const runtime = command('start', ...words);
  const { endpoint } = JSON.parse(await runtime.until((line) => line.includes('"kind":"ready"')));
  await new LambdaClient(access(endpoint)).send(
    new InvokeCommand({ FunctionName: NAME, Payload: JSON.stringify({ loan: 'l-1' }) }),
  );
  const following = command('logs', NAME, '--follow', '--endpoint-url', endpoint);
  await following.until((line) => line.endsWith('lent l-1'));

  const Detail = JSON.stringify({ loan: 'l-2' });
  await new EventBridgeClient(access(endpoint)).send(
    new PutEventsCommand({ Entries: [{ Source: 'library', DetailType: 'BookLent', Detail }] }),
  );
  expect(await following.until((line) => line.endsWith('lent l-2'))).toMatch(/^\d\d:\d\d:\d\d\.\d{3} /);
  // Each line once, however often the logs are asked for.
  expect(following.lines().filter((line) => line.endsWith('lent l-1'))).toHaveLength(1);
  expect(await following.end('SIGINT')).toEqual({ code: 0, err: '' });

  await runtime.until((line) => JSON.parse(line).kind === 'handled');
  const said = runtime.lines().map((line) => JSON.parse(line));
  expect(said).toContainEqual(expect.objectContaining({ kind: 'event', detailType: 'BookLent', functions: [NAME] }));
  expect(said).toContainEqual(expect.objectContaining({ kind: 'handled', function: NAME, outcome: 'done' }));
  expect(said).toContainEqual(expect.objectContaining({ kind: 'log', line: expect.stringContaining('lent l-2') }));
  expect(said.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true);
  expect(await runtime.end('SIGTERM')).toEqual({ code: 0, err: '' });
});
