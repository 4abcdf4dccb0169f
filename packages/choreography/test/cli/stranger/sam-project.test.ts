import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { projectRoot as root } from '#constructs/project-root.ts';
import { aRuntime } from '../../local/runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'stranger-'));
const office = join(folder, 'letter-office');
const elsewhere = join(folder, 'elsewhere');

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  cpSync(join(import.meta.dirname, 'letter-office'), office, { recursive: true });
  mkdirSync(elsewhere);
  local = await aRuntime(office);
});
afterAll(async () => {
  await local.runtime.stop();
  rmSync(folder, { recursive: true });
});

/** Runs a command in a folder that has no choreography.json. */
const choreography = (cwd: string, ...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const bin = resolve(root, 'packages/choreography/bin/choreography.mjs');
    const words = [bin, ...args, '--endpoint-url', local.runtime.endpoint];
    execFile(process.execPath, words, { cwd }, (error, out, err) => done({ code: Number(error?.code ?? 0), out, err }));
  });
async function put(DetailType: string, detail: object): Promise<void> {
  const entry = { EventBusName: 'post', Source: 'counter', DetailType, Detail: JSON.stringify(detail) };
  await local.events.send(new PutEventsCommand({ Entries: [entry] }));
  await local.runtime.idle();
}
const letters = async (...args: string[]) =>
  JSON.parse((await choreography(office, 'dead-letters', '--json', ...args)).out);
const logged = (text: string) =>
  local.notices.filter((notice) => notice.kind === 'log' && notice.line.includes(text)).length;

test('a project of another maker has its dead letters read and given back, and its events replayed, without any settings', async () => {
  await put('LetterPosted', { letterId: 'a', street: '' });
  await put('LetterPosted', { letterId: 'b', street: 'High Street' });

  // One queue for all: each letter is told with the job that it is of.
  expect(await letters('--key-path', 'letterId')).toMatchObject([
    { job: 'letter-office/Sort', kind: 'not handled', key: 'a', error: 'RangeError: it has no street' },
    { job: 'letter-office/Stamp', kind: 'not delivered', key: 'a', error: expect.stringContaining('NO_PERMISSIONS') },
    { job: 'letter-office/Stamp', kind: 'not delivered', key: 'b' },
  ]);
  const { out } = await choreography(office, 'dead-letters', 'Stamp');
  expect(out).toContain('letter-office/Stamp: 2 in ');
  expect(out).not.toContain('Sort');
  expect(out).toContain(`npx choreography redrive letter-office/Stamp --endpoint-url ${local.runtime.endpoint}`);

  // Nothing but the key's place is asked for, by the name of the option.
  const unasked = await choreography(office, 'redrive', 'Stamp', '--key', 'b');
  expect(unasked.out).toMatch(/Gave 0 dead letters back to letter-office\/Stamp\.\n1 of others stayed\.\n/);
  expect(unasked.out).toContain('2 stayed, whose events have no known key: give its path with --key-path');
  const given = await choreography(office, 'redrive', 'Stamp', '--key', 'b', '--key-path', 'letterId');
  expect(given).toMatchObject({ code: 0, err: '' });
  expect(given.out).toContain('Gave 1 dead letter back to letter-office/Stamp.\n2 of others stayed.');
  await vi.waitFor(() => expect(logged('stamped b')).toBe(1));
  expect((await letters()).map(({ job }: { job: string }) => job)).toEqual([
    'letter-office/Sort',
    'letter-office/Stamp',
  ]);

  const span = ['--from', '2020-01-01T00:00:00Z', '--to', '2090-01-01T00:00:00Z'];
  const again = await choreography(office, 'replay', ...span, '--to-job', 'Stamp');
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('completed') });
}, 60_000);

test('what a queue between a rule and a function gave up is read, and given back to that queue', async () => {
  await put('LetterKept', { letterId: 'c', torn: true });
  const shelf = () => letters('letter-office-Shelf', '--key-path', 'letterId');
  await vi.waitFor(async () => expect(await shelf()).toHaveLength(1), { timeout: 30_000, interval: 500 });
  expect(await shelf()).toMatchObject([{ job: 'letter-office-Shelf', key: 'c' }]);
  const { out } = await choreography(office, 'redrive', 'letter-office-Shelf');
  expect(out).toContain('Gave 1 dead letter back to letter-office-Shelf.');
}, 60_000);

test('where there are no templates, jobs go by the names of their functions, and templates can be named', async () => {
  const { err } = await choreography(elsewhere, 'dead-letters', 'paint');
  expect(err).toBe(
    'There is no job "paint" with a dead-letter queue. There are: letter-office-Shelf, letter-office-Sort, letter-office-Stamp.\n',
  );
  const named = await choreography(elsewhere, 'redrive', 'paint', '--dir', '../letter-office');
  expect(named.err).toContain('There are: letter-office-Shelf, letter-office/Sort, letter-office/Stamp.');
  const unread = await choreography(elsewhere, 'redrive', 'paint', '--dir', 'nowhere');
  expect(unread).toMatchObject({ code: 1, err: expect.stringContaining('nowhere') });
}, 60_000);

test.each(['trace o-1', 'monitor'])('%s says in a sentence that nothing there is a monitor', async (command) => {
  expect(await choreography(elsewhere, ...command.split(' '))).toEqual({
    code: 1,
    out: '',
    err: `There is no monitor at ${local.runtime.endpoint}: no function is called BUS_monitor_api. Deploy a monitor there, or name its functions as "monitor" in choreography.json.\n`,
  });
});
