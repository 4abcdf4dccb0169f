import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '#constructs/project-root.ts';
import { anAssembly, queue } from '../../local/assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'kept-'));
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});
const templates = anAssembly({ Q: queue('q') });
const bin = resolve(projectRoot, 'packages/choreography/bin/choreography.mjs');
const env = { ...process.env, AWS_ENDPOINT_URL: '' };

/** `start` in the folder, until it says that it runs. */
async function start(...options: string[]) {
  const child = spawn(process.execPath, [bin, 'start', '--dir', templates, '--port', '0', ...options], {
    cwd: folder,
    env,
  });
  running.add(child);
  let text = '';
  const endpoint = await new Promise<string>((ready, fail) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
        const found = /Running at (http:\S+?)\. /.exec(text)?.[1];
        if (found) ready(found);
      });
    child.once('exit', () => fail(new Error(text)));
  });
  const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 't', secretAccessKey: 't' } });
  const QueueUrl = `${endpoint}/000000000000/q`;
  return {
    text: () => text,
    send: (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    async bodies() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      );
      return Messages.map(({ Body }) => Body).sort();
    },
    async end(signal: NodeJS.Signals = 'SIGINT') {
      child.kill(signal);
      await once(child, 'close');
      running.delete(child);
      return text;
    },
  };
}
const stateName = () => readdirSync(join(folder, '.choreography/state')).find((name) => name.endsWith('.log'));
const choreography = (...words: string[]) =>
  promisify(execFile)(process.execPath, [bin, ...words], { cwd: folder, env }).then(
    ({ stdout }) => stdout,
    ({ stderr }) => String(stderr),
  );

describe('What start keeps', () => {
  it('is said at the start and at the end, saved by its name, begun from and forgotten', {
    timeout: 300_000,
  }, async () => {
    const first = await start();
    expect(first.text()).toContain('Nothing is kept of an earlier run.');
    await first.send('a');
    expect(await choreography('snapshot', 'one')).toContain('Saved in .choreography/snapshots/one.jsonl.gz.');
    for (const path of ['state', 'snapshots', 'snapshots/one.jsonl.gz', `state/${stateName()}`])
      expect([path, statSync(join(folder, '.choreography', path)).mode & 0o077]).toEqual([path, 0]);
    expect(readFileSync(join(folder, '.choreography/.gitignore'), 'utf8')).toBe('*\n');
    const told = await choreography('personal', templates);
    expect(told).toMatch(/file \.choreography\/state\/\S+\.log: until it is removed \(npx choreography reset\)/);
    expect(told).toContain('file .choreography/snapshots/one.jsonl.gz: until it is removed (rm ');
    const beside = await start();
    expect(beside.text()).toContain('this one keeps nothing');
    expect(await beside.bodies()).toEqual([]);
    await beside.end();
    await first.send('b');
    expect(await first.end()).toMatch(/Kept in \S+ since .* UTC: 2 messages in queues\./);

    const second = await start();
    expect(second.text()).toMatch(/Kept since .* UTC: 2 messages in queues\. To begin anew: --fresh\./);
    expect(await second.bodies()).toEqual(['a', 'b']);
    expect(await choreography('reset', '--dir', templates)).toContain('stop it, then reset again');
    await second.end('SIGKILL');

    const snapshot = await start('--from', 'one');
    expect(await snapshot.bodies()).toEqual(['a']);
    await snapshot.send('c');
    expect(await snapshot.end()).toContain('Nothing of this run is kept');

    const third = await start();
    expect(await third.bodies()).toEqual(['a', 'b']);
    await third.end();
    expect(await choreography('reset', '--dir', templates)).toContain('the next start begins anew');
    const fourth = await start();
    expect(await fourth.bodies()).toEqual([]);
    await fourth.end();
  });

  it.each([
    [['start', '--dir', '.', '--from', 'none'], 'There is no snapshot "none" in .choreography/snapshots'],
    [['start', '--dir', '.', '--from', 'none', '--fresh'], '--fresh begins with nothing, and --from with a snapshot'],
    [['snapshot', '../x'], 'A snapshot is named with letters'],
  ])('%j is answered by a sentence', { timeout: 120_000 }, async (words, sentence) => {
    expect(await choreography(...words)).toContain(sentence);
  });
});
