import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Inspector, startInspector } from '#local/inspector/start-inspector.ts';
import { aDebugger, threadOf } from './debugger.ts';

/** A function's thread that says whenever it goes on. */
const LOOP = `const { parentPort } = require('node:worker_threads');
setInterval(() => { debugger; parentPort.postMessage('on'); }, 5);`;

const time = {
  isHeld: false,
  pause() {
    time.isHeld = true;
    return () => {
      time.isHeld = false;
    };
  },
};
const threads: Worker[] = [];
let inspector: Inspector;
beforeEach(async () => {
  inspector = await startInspector(0, [time], 250);
});
afterEach(async () => {
  await inspector.stop();
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
});

const aThread = (name: string, code: string) => {
  const thread = new Worker(code, { eval: true, name });
  threads.push(thread);
  return thread;
};
const attach = () => aDebugger(`ws://${inspector.address}/functions`);

/** Attaches to the threads there are, and waits until one is stopped. */
async function stopIn(title: string, all: Awaited<ReturnType<typeof aDebugger>>) {
  const attached = all.expect(
    ({ method, params }) => method === 'NodeWorker.attachedToWorker' && params.workerInfo.title.endsWith(` ${title}`),
  );
  await all.ask('NodeWorker.enable', { waitForDebuggerOnStart: true });
  const thread = threadOf(all, (await attached).params.sessionId);
  await thread.ask('Debugger.enable');
  // It may have just begun, and wait.
  await thread.ask('Runtime.runIfWaitingForDebugger');
  await thread.event('Debugger.paused');
  return thread;
}

it('A debugger that answers no more has let go of what it had stopped', async () => {
  const lent = aThread('lend', LOOP);
  const all = await attach();
  await stopIn('lend', all);
  expect(time.isHeld).toBe(true);
  all.fallSilent();
  await vi.waitFor(() => expect(time.isHeld).toBe(false), 20_000);
  await new Promise((goesOn) => lent.once('message', goesOn));
});

it('A debugger that is there stays attached, and time is held by it', async () => {
  aThread('lend', LOOP);
  const all = await attach();
  const thread = await stopIn('lend', all);
  let pings = 0;
  all.onPing(() => pings++);
  await vi.waitFor(() => expect(pings).toBeGreaterThan(5), 20_000);
  expect(time.isHeld).toBe(true);
  await thread.ask('Debugger.resume');
});

it('A debugger that wants to hear no more of a thread holds no time by it', async () => {
  const lent = aThread('lend', LOOP);
  const all = await attach();
  const thread = await stopIn('lend', all);
  expect(time.isHeld).toBe(true);
  await thread.ask('Debugger.disable');
  expect(time.isHeld).toBe(false);
  await new Promise((goesOn) => lent.once('message', goesOn));
});

it('A debugger that wants to hear no more of all threads lets them go on', async () => {
  const lent = aThread('lend', LOOP);
  const all = await attach();
  await stopIn('lend', all);
  await all.ask('NodeWorker.disable');
  expect(time.isHeld).toBe(false);
  await new Promise((goesOn) => lent.once('message', goesOn));
});

it('A thread that is begun while its debugger goes away does not wait for it', async () => {
  for (let count = 0; count < 10; count++) {
    const all = await attach();
    await all.ask('NodeWorker.enable', { waitForDebuggerOnStart: true });
    const begun = aThread(`lend-${count}`, LOOP);
    all.close();
    await new Promise((goesOn) => begun.once('message', goesOn));
    expect(time.isHeld).toBe(false);
  }
});
