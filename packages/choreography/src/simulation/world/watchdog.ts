import { Worker } from 'node:worker_threads';

/** The most real time that a single step may take, in milliseconds. */
const MAX_STEP_MS = 60_000;
const MAX_LABEL_BYTES = 400;

/** Runs in a thread of its own, since a thread cannot end its own loop. `beats`: how many steps began, and whether one is under way. */
const WATCH = `
const { workerData: { beats, label, maxMs } } = require('node:worker_threads');
let last = -1, since = Date.now();
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== last || Atomics.load(beats, 1) === 0) { last = now; since = Date.now(); return; }
  if (Date.now() - since < maxMs) return;
  const text = Buffer.from(label.buffer).toString('utf8').replace(/\\0.*/s, '');
  require('node:fs').writeSync(2, text + ' did not come back in ' + maxMs / 1000 + ' s of real time: it loops, or waits for real time. Nothing can end it but the end of this process.\\n');
  process.kill(process.pid, 'SIGKILL');
}, Math.min(1000, maxMs / 4));
`;

/** Ends the process, with a sentence on stderr, if a step of a world never ends. */
export class Watchdog {
  readonly #beats = new Int32Array(new SharedArrayBuffer(8));
  readonly #label = Buffer.from(new SharedArrayBuffer(MAX_LABEL_BYTES));

  /** @param maxMs the most real time that a step may take, in milliseconds */
  constructor(maxMs = MAX_STEP_MS) {
    const workerData = { beats: this.#beats, label: new Uint8Array(this.#label.buffer), maxMs };
    new Worker(WATCH, { eval: true, workerData }).unref();
  }

  /** Records that a step begins. @param what runs in it, as the beginning of a sentence */
  begin(what: string): void {
    const length = this.#label.write(what);
    if (length < MAX_LABEL_BYTES) this.#label[length] = 0;
    Atomics.add(this.#beats, 0, 1);
    Atomics.store(this.#beats, 1, 1);
  }

  /** Records that no step is under way. */
  rest(): void {
    Atomics.store(this.#beats, 1, 0);
  }
}
