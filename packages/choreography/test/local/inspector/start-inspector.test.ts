import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { aFunction, anAssembly } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';
import { aDebugger, threadOf } from './debugger.ts';

const SOURCE = `interface Book { readonly title: string }
export async function handler(book: Book) {
  const shout = book.title.toUpperCase();
  if (shout === 'NONE') throw new Error('no book');
  return shout;
}
`;

let assembly: string;
let sourceMaps: string;
let mapFile: string;
let source: string;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  source = join(folder, 'lend.ts');
  writeFileSync(source, SOURCE);
  const { outputFiles } = buildSync({
    ...{
      entryPoints: [source],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      sourcemap: 'external',
      sourcesContent: false,
    },
    ...{ outdir: folder, write: false },
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const code = textOf('.js');
  sourceMaps = folder;
  mapFile = join(folder, `${createHash('sha256').update(code).digest('hex')}.desk.lend.json`);
  writeFileSync(mapFile, textOf('.map'));
  assembly = anAssembly({ Lend: aFunction('lend', { Timeout: 1 }) }, { lend: code });
});

let here: Awaited<ReturnType<typeof aRuntime>>;
afterEach(() => here.runtime.stop());

const start = async (options: { isolate?: boolean } = {}) => {
  here = await aRuntime(assembly, { inspectPort: 0, sourceMaps, ...options });
};
const targets = async () =>
  (await fetch(`http://${here.runtime.inspector}/json/list`)).json() as Promise<
    { title: string; webSocketDebuggerUrl: string }[]
  >;
const lend = async (title: string) => {
  const { Payload, FunctionError } = await here.lambda.send(
    new InvokeCommand({ FunctionName: 'lend', Payload: JSON.stringify({ title }) }),
  );
  return { answer: JSON.parse(Buffer.from(Payload ?? []).toString()), FunctionError };
};

/** A cold start may take longer than the function's second on a busy machine: then another thread answers, when the first one ends. */
const lendFirst = () =>
  vi.waitFor(
    async () => {
      expect((await lend('first')).answer).toBe('FIRST');
      if (here.runtime.inspector)
        expect((await targets()).filter(({ title }) => title.startsWith('lend '))).toHaveLength(1);
    },
    { timeout: 20_000 },
  );

/** Attaches as VS Code does, and stops at the line in the TypeScript source. */
async function attachAndBreak() {
  const all = await aDebugger((await targets())[0]?.webSocketDebuggerUrl ?? '');
  const attached = all.expect(
    ({ method, params: told }) => method === 'NodeWorker.attachedToWorker' && told.workerInfo.title.endsWith(' lend'),
  );
  await all.ask('NodeWorker.enable', { waitForDebuggerOnStart: true });
  const { params } = await attached;
  const thread = threadOf(all, params.sessionId);
  await thread.ask('Debugger.enable');
  const { params: script } = await scriptWithMap(thread);
  const map = JSON.parse(Buffer.from(script.sourceMapURL.split(',')[1], 'base64').toString());
  return { all, thread, map, title: params.workerInfo.title };
}

async function scriptWithMap(thread: ReturnType<typeof threadOf>) {
  for (;;) {
    const parsed = await thread.event('Debugger.scriptParsed');
    if (parsed.params.sourceMapURL.startsWith('data:')) return parsed;
  }
}

it('A debugger is told the TypeScript source of a function, and stops in it under its name', async () => {
  await start();
  await lendFirst();
  const { all, thread, map, title } = await attachAndBreak();
  expect(title).toMatch(/^\[worker \d+\] lend$/);
  expect(map).toMatchObject({ sources: [`file://${source}`], sourcesContent: [SOURCE] });
  const set = await thread.ask('Debugger.setBreakpointByUrl', {
    urlRegex: 'index\\.js$',
    lineNumber: lineOf('toUpperCase'),
  });
  expect(set.result.locations).toHaveLength(1);
  const lent = lend('emma');
  const { params } = await thread.event('Debugger.paused');
  expect(params.callFrames[0].functionName).toBe('handler');
  const evaluated = await thread.ask('Debugger.evaluateOnCallFrame', {
    callFrameId: params.callFrames[0].callFrameId,
    expression: 'book.title',
  });
  expect(evaluated.result.result.value).toBe('emma');
  await thread.ask('Debugger.resume');
  expect((await lent).answer).toBe('EMMA');
  all.close();
});

it('While a debugger has stopped a function no time passes, and the function ends well after its timeout', async () => {
  await start();
  await lendFirst();
  const { thread } = await attachAndBreak();
  await thread.ask('Debugger.setBreakpointByUrl', { urlRegex: 'index\\.js$', lineNumber: lineOf('toUpperCase') });
  const lent = lend('emma');
  await thread.event('Debugger.paused');
  const stoppedAt = performance.now();
  await vi.waitFor(() => expect(here.runtime.clock.held).toBe(true));
  const time = here.runtime.clock.now();
  // A person looks for longer than the function may take.
  await vi.waitFor(() => expect(performance.now() - stoppedAt).toBeGreaterThan(1300), { timeout: 5000 });
  here.runtime.clock.release();
  expect(here.runtime.clock.now()).toBe(time);
  await thread.ask('Debugger.resume');
  expect(await lent).toEqual({ answer: 'EMMA', FunctionError: undefined });
  await vi.waitFor(() => expect(here.runtime.clock.held).toBe(false));
});

it('What a debugger has stopped goes on when it detaches', async () => {
  await start();
  await lendFirst();
  const { all, thread } = await attachAndBreak();
  await thread.ask('Debugger.setBreakpointByUrl', { urlRegex: 'index\\.js$', lineNumber: lineOf('toUpperCase') });
  const lent = lend('emma');
  await thread.event('Debugger.paused');
  all.close();
  expect((await lent).answer).toBe('EMMA');
  expect(here.runtime.clock.held).toBe(false);
});

it('What a debugger has stopped goes on when it is killed', async () => {
  await start();
  await lendFirst();
  const url = (await targets())[0]?.webSocketDebuggerUrl ?? '';
  const killed = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    DEBUGGER,
    url,
    String(lineOf('toUpperCase')),
  ]);
  await once(killed.stdout, 'data');
  const lent = lend('emma');
  await vi.waitFor(() => expect(here.runtime.clock.held).toBe(true), 20_000);
  killed.kill('SIGKILL');
  expect((await lent).answer).toBe('EMMA');
  expect(here.runtime.clock.held).toBe(false);
});

it('A thread that begins while a debugger is attached waits for it, stops, and answers while it is stopped', async () => {
  await start();
  await lendFirst();
  const { all, thread: busy } = await attachAndBreak();
  const place = { urlRegex: 'index\\.js$', lineNumber: lineOf('toUpperCase') };
  await busy.ask('Debugger.setBreakpointByUrl', place);
  const first = lend('first');
  await busy.event('Debugger.paused');
  const second = lend('second');
  const { params: attached } = await all.expect(
    ({ method, params: told }) => method === 'NodeWorker.attachedToWorker' && told.waitingForDebugger,
  );
  const thread = threadOf(all, attached.sessionId);
  for (const domain of ['Debugger', 'Runtime']) await thread.ask(`${domain}.enable`);
  await thread.ask('Debugger.setBreakpointByUrl', place);
  await thread.ask('Runtime.runIfWaitingForDebugger');
  // As Node does it, it stops at its first line, too.
  expect((await thread.event('Debugger.paused')).params.reason).toBe('Break on start');
  await thread.ask('Debugger.resume');
  const { params } = await thread.event('Debugger.paused');
  const callFrameId = params.callFrames[0].callFrameId;
  const evaluated = await thread.ask('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'book.title' });
  expect(evaluated.result.result.value).toBe('second');
  for (const each of [thread, busy]) await each.ask('Debugger.resume');
  expect([(await first).answer, (await second).answer]).toEqual(['FIRST', 'SECOND']);
  all.close();
});

it('No connection is closed because a function was stopped for long', async () => {
  await start();
  const { headers } = await fetch(`${here.runtime.endpoint}/_local/status`);
  expect(headers.get('keep-alive')).toBe(null);
});

it('The runtime ends while a function is stopped', async () => {
  await start();
  await lendFirst();
  const { thread } = await attachAndBreak();
  await thread.ask('Debugger.setBreakpointByUrl', { urlRegex: 'index\\.js$', lineNumber: lineOf('toUpperCase') });
  const lent = lend('emma').catch(() => 'broken off');
  await thread.event('Debugger.paused');
  await here.runtime.stop();
  await lent;
});

it('Each thread is a target by itself, as Chrome takes them', async () => {
  await start();
  await lendFirst();
  const thread = (await targets()).find(({ title }) => /^lend \[thread \d+\]$/.test(title));
  const one = await aDebugger(thread?.webSocketDebuggerUrl ?? '');
  await one.ask('Debugger.enable');
  await one.ask('Debugger.setBreakpointByUrl', { urlRegex: 'index\\.js$', lineNumber: lineOf('toUpperCase') });
  const lent = lend('emma');
  const { params } = await one.event('Debugger.paused');
  expect(params.callFrames[0].functionName).toBe('handler');
  one.close();
  expect((await lent).answer).toBe('EMMA');
});

it('No page of the web is let in, under no name that was pointed here, be it by HTTP or by a web socket', async () => {
  await start();
  const { inspector = '' } = here.runtime;
  const list = (headers: Record<string, string>) => statusOf(`http://${inspector}/json/list`, headers);
  expect(await list({})).toBe(200);
  for (const headers of [
    { origin: 'https://example.com' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-origin', origin: `http://${inspector}` },
    { host: `rebound.example:${inspector.split(':')[1]}` },
    { host: 'rebound.example' },
  ])
    expect([headers, await list(headers)]).toEqual([headers, 403]);
  const socket = (options: object) =>
    new Promise<string>((answer) => {
      const opened = new WebSocket(`ws://${inspector}/functions`, options);
      opened.once('open', () => answer('open'));
      opened.once('unexpected-response', (_, { statusCode }) => answer(String(statusCode)));
      opened.once('error', () => answer('error'));
    });
  expect(await socket({})).toBe('open');
  // The browser's own debugger is at home there, and no page can say that it is one.
  expect(await socket({ origin: 'devtools://devtools' })).toBe('open');
  for (const options of [
    { origin: 'https://example.com' },
    { origin: `http://${inspector}` },
    { origin: 'null' },
    { headers: { host: `rebound.example:${inspector.split(':')[1]}` } },
    { origin: 'devtools://devtools', headers: { host: 'rebound.example' } },
  ])
    expect([options, await socket(options)]).toEqual([options, '403']);
});

/** Asked by hand: `fetch` lets nobody set a host. */
const statusOf = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((answer, fail) => {
    get(url, { headers }, (response) => answer(response.resume().statusCode)).once('error', fail);
  });

it.each([false, true])('The stack of an error names places in the source (isolated: %s)', async (isolate) => {
  await start({ isolate });
  const { answer } = await lend('none');
  expect(answer.trace[0]).toBe('Error: no book');
  expect(answer.trace[1]).toMatch(/^ {4}at handler \(.*lend\.ts:4:31\)$/);
});

it('An error has its stack also when its source map is gone, as when the code is made anew', async () => {
  here = await aRuntime(assembly, { sourceMaps });
  await lendFirst();
  renameSync(mapFile, `${mapFile}.away`);
  const { answer } = await lend('none');
  renameSync(`${mapFile}.away`, mapFile);
  expect(answer.trace[0]).toBe('Error: no book');
  expect(answer.trace[1]).toMatch(/^ {4}at .*index\.js:\d+:\d+/);
});

/** A process that sets a breakpoint in the thread of the function, and never takes it away. */
const DEBUGGER = `
import { WebSocket } from '${import.meta.resolve('ws')}';
const [url, lineNumber] = process.argv.slice(1);
const socket = new WebSocket(url);
const send = (message) => socket.send(JSON.stringify(message));
let sessionId;
const toThread = (id, method, params) =>
  send({ id, method: 'NodeWorker.sendMessageToWorker', params: { sessionId, message: JSON.stringify({ id, method, params }) } });
socket.on('open', () => send({ id: 1, method: 'NodeWorker.enable', params: { waitForDebuggerOnStart: true } }));
socket.on('message', (data) => {
  const { method, params } = JSON.parse(data);
  if (method === 'NodeWorker.attachedToWorker') {
    sessionId = params.sessionId;
    toThread(2, 'Debugger.enable');
    toThread(3, 'Debugger.setBreakpointByUrl', { urlRegex: 'index.js$', lineNumber: Number(lineNumber) });
  }
  if (method === 'NodeWorker.receivedMessageFromWorker' && JSON.parse(params.message).id === 3) console.log('set');
});
`;

/** The line of the bundle, counted from 0, in which a word of the handler is. */
const lineOf = (word: string): number =>
  bundle()
    .split('\n')
    .findIndex((line) => line.includes(word));
const bundle = () =>
  buildSync({ entryPoints: [source], bundle: true, platform: 'node', format: 'cjs', write: false }).outputFiles[0]
    ?.text ?? '';
