import type { Worker } from 'node:worker_threads';
import { threadMemory } from './thread-memory.ts';

/** How often the memory of a busy thread is looked at, in milliseconds. */
const LOOK_EVERY = 50;

const MEGABYTE = 2 ** 20;

/** Polls a thread's memory while it is busy, and reports more than the function's memory. */
export class MemoryWatch {
  /** The most that was seen, in megabytes. */
  used = 0;
  #asking = false;
  #looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly worker: Worker,
    private readonly megabytes: number,
    private readonly whenExceeded: () => void,
    /** Whether threads are left to debuggers. */
    private readonly isLeftAlone: () => boolean,
  ) {}

  look(): void {
    this.#looking ??= setInterval(() => void this.#lookOnce(), LOOK_EVERY).unref();
  }

  lookAway(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  use(bytes: number): void {
    this.used = Math.max(this.used, Math.ceil(bytes / MEGABYTE));
  }

  async #lookOnce(): Promise<void> {
    if (this.#asking || this.isLeftAlone()) return;
    this.#asking = true;
    const limit = this.megabytes * MEGABYTE;
    const used = await threadMemory.used(this.worker, limit);
    this.#asking = false;
    if (used === undefined || this.#looking === undefined) return;
    this.use(Math.min(used, limit));
    if (used > limit) this.whenExceeded();
  }
}
