import { Worker } from 'node:worker_threads';
import { afterEach, expect, it, vi } from 'vitest';
import { type Answer, InspectorSession, type Notification } from '#local/inspector/inspector-session.ts';
import type { Attached } from '#local/inspector/thread-list.ts';

/** A thread that never ceases to print. */
const TALKATIVE = `setInterval(() => console.log('here'), 1)`;

let worker: Worker;
let session: InspectorSession;
afterEach(async () => {
  session.disconnect();
  await worker.terminate();
});

const RECEIVED = 'NodeWorker.receivedMessageFromWorker';

/** Hears what the thread prints. */
async function listen(hear: (notification: Notification) => void) {
  worker = new Worker(TALKATIVE, { eval: true, stdout: true, name: 'talkative' });
  const sessionId = await new Promise<string>((resolve) => {
    session = new InspectorSession((told) => {
      const { sessionId: attachedId, workerInfo } = told.params as unknown as Attached;
      if (workerInfo?.title.endsWith('talkative')) resolve(attachedId);
      if (told.method === RECEIVED) hear(told);
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  });
  session.postToWorker(sessionId, JSON.stringify({ id: 1, method: 'Runtime.enable' }));
}

it('What threads say is heard between two pieces of work, never within one', async () => {
  const heard: string[] = [];
  let isBusy = false;
  await listen(() => heard.push(isBusy ? 'within' : 'between'));
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(5), 10_000);
  isBusy = true;
  const until = performance.now() + 200;
  while (performance.now() < until) Math.random();
  isBusy = false;
  const before = heard.length;
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(before), 10_000);
  expect(heard).not.toContain('within');
});

it('What has come is heard at once when that is asked for, and nothing after the session ended', async () => {
  let count = 0;
  await listen(() => count++);
  await vi.waitFor(() => expect(count).toBeGreaterThan(0), 10_000);
  const before = count;
  const deadline = performance.now() + 10_000;
  while (count === before && performance.now() < deadline) session.hearAll();
  expect(count).toBeGreaterThan(before);
  session.disconnect();
  const last = count;
  await new Promise(setImmediate);
  expect(count).toBe(last);
});

it('What cannot be done is answered by an error of the protocol', async () => {
  await listen(() => {});
  const answer = await new Promise<Answer>((resolve) => session.post('NodeWorker.nonsense', {}, resolve));
  expect(answer).toMatchObject({ error: { code: -32000, message: expect.stringContaining('wasn') } });
});
