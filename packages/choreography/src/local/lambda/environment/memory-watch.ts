import type { Worker } from 'node:worker_threads';
import { threadMemory } from './thread-memory.ts';

/** How often the memory of a busy thread is looked at, in milliseconds. */
const LOOK_EVERY = 50;

const MEGABYTE = 2 ** 20;

/**
 * Looks at a thread's memory while it is busy, and reports more than the function's memory. A thread whose event loop goes round writes
 * it into memory that both share; one that runs without a pause, or seems to use too much, is asked through the inspector, which
 * costs much more: a process of many short invocations took a tenth more processor time when all were asked.
 */
export class MemoryWatch {
  /** The most that was seen, in megabytes. */
  used = 0;
  /** What the thread writes: the bytes that it uses, and how often it has written (`memory-beat.mjs`). */
  readonly shared = new SharedArrayBuffer(16);
  readonly #beat = new Float64Array(this.shared);
  /** How often it had written at the last look. */
  #heard = 0;
  #asking = false;
  #looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly megabytes: number,
    private readonly whenExceeded: () => void,
    /** Whether threads are left to debuggers. */
    private readonly isLeftAlone: () => boolean,
  ) {}

  look(worker: Worker): void {
    this.#looking ??= setInterval(() => void this.#lookOnce(worker), LOOK_EVERY).unref();
  }

  lookAway(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  use(bytes: number): void {
    this.used = Math.max(this.used, Math.ceil(bytes / MEGABYTE));
  }

  async #lookOnce(worker: Worker): Promise<void> {
    const limit = this.megabytes * MEGABYTE;
    const [told = 0, times = 0] = this.#beat;
    if (times !== this.#heard && told <= limit) {
      this.#heard = times;
      return this.use(told);
    }
    if (this.#asking || this.isLeftAlone()) return;
    this.#asking = true;
    const used = await threadMemory.used(worker, limit);
    this.#asking = false;
    if (used === undefined || this.#looking === undefined) return;
    this.use(Math.min(used, limit));
    if (used > limit) this.whenExceeded();
  }
}
