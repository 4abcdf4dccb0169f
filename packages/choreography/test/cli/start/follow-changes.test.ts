import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { followChanges } from '#cli/start/follow-changes.ts';
import { aFunction, anAssembly } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';

/**
 * A project whose synth gives the one of two assemblies whose name is in a file, and fails for any other name. A file that is as it was
 * is left alone, as real ones do: to copy is to remove first, and a function may be about to read it.
 */
const SYNTH = `import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
const isNew = (from, to) => statSync(from).isDirectory() || !existsSync(to) || !readFileSync(from).equals(readFileSync(to));
cpSync(readFileSync(new URL('./source/name', import.meta.url), 'utf8'), new URL('./cdk.out', import.meta.url), { recursive: true, filter: isNew });`;

const saying = (word: string) =>
  anAssembly(
    { F: aFunction('f', { Code: { S3Bucket: 'assets', S3Key: `${word}.zip` } }) },
    { [word]: `exports.handler = async () => '${word}';` },
  );
const first = saying('first');
const second = saying('second');

const project = mkdtempSync(join(tmpdir(), 'project-'));
const source = join(project, 'source');
const write = (name: string) => writeFileSync(join(source, 'name'), name);
const ended = new AbortController();
const logged = vi.spyOn(console, 'log').mockImplementation(() => {});
const complained = vi.spyOn(console, 'error').mockImplementation(() => {});
let local: Awaited<ReturnType<typeof aRuntime>>;

beforeAll(async () => {
  mkdirSync(source);
  writeFileSync(join(project, 'synth.mjs'), SYNTH);
  write(first);
  cpSync(first, join(project, 'cdk.out'), { recursive: true });
  local = await aRuntime(join(project, 'cdk.out'));
  const command = ['node', join(project, 'synth.mjs')];
  const paint = (_: string, text: string) => text;
  followChanges(
    { command, environment: {}, watch: [source] },
    local.runtime,
    paint,
    ended.signal,
    join(project, 'cdk.out'),
  );
});
afterAll(async () => {
  ended.abort();
  await local.runtime.stop();
  rmSync(project, { recursive: true });
});

const answer = async () => {
  const { Payload = new Uint8Array() } = await local.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
  return JSON.parse(Buffer.from(Payload).toString());
};
const patiently = { timeout: 20_000, interval: 50 };

describe('a project that is watched', () => {
  it('is live again after a change', async () => {
    expect(await answer()).toBe('first');
    write(second);
    await vi.waitFor(async () => expect(await answer()).toBe('second'), patiently);
    expect(logged).toHaveBeenCalledWith(expect.stringMatching(/^Live again after \d+ ms:$/));
  });

  it('runs on as it was when a change cannot be synthesized, and is live again when it is mended', async () => {
    write('/nowhere');
    await vi.waitFor(() => expect(complained).toHaveBeenCalledWith(expect.stringContaining('/nowhere')), patiently);
    expect(complained).toHaveBeenCalledWith(expect.stringContaining('The last good version runs on.'));
    expect(await answer()).toBe('second');
    write(first);
    await vi.waitFor(async () => expect(await answer()).toBe('first'), patiently);
  });

  it('is watched in folders that are made meanwhile', async () => {
    mkdirSync(join(source, 'inner'));
    logged.mockClear();
    await vi.waitFor(() => expect(logged).toHaveBeenCalled(), patiently);
    logged.mockClear();
    writeFileSync(join(source, 'inner', 'file'), 'x');
    await vi.waitFor(() => expect(logged).toHaveBeenCalled(), patiently);
  });
});
