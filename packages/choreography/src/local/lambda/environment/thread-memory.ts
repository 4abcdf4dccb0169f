import { Session } from 'node:inspector';
import type { Worker } from 'node:worker_threads';

/** How long the inspector stays with the threads after it was last asked, in milliseconds. */
const LEAVE_AFTER = 2_000;

/**
 * How much memory worker threads use, also while their code runs without a pause: asked for by the inspector, as a debugger
 * does, since a thread that is busy answers nobody else and Node 20 has no other way.
 */
class ThreadMemory {
  /** The inspector's session of each thread, by the thread's id. */
  readonly #sessions = new Map<string, string>();
  readonly #answers = new Map<number, (result: unknown) => void>();
  #asked = 0;
  #session: Session | undefined;
  #leaving: NodeJS.Timeout | undefined;

  /** Attaches to all threads, until nobody has asked for a while: what threads print costs more meanwhile. */
  #attach(): void {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.#detach(), LEAVE_AFTER).unref();
    if (this.#session) return;
    this.#session = new Session();
    this.#session.connect();
    this.#session.on('NodeWorker.attachedToWorker', ({ params: { workerInfo, sessionId } }) => {
      // Only the title tells which thread it is: `[worker 3]`. The inspector counts by itself.
      const thread = /\[worker (\d+)\]/.exec(workerInfo.title)?.[1];
      if (thread !== undefined) this.#sessions.set(thread, sessionId);
    });
    this.#session.on('NodeWorker.detachedFromWorker', ({ params }) => {
      for (const [thread, session] of this.#sessions) if (session === params.sessionId) this.#sessions.delete(thread);
    });
    this.#session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      const { id, result } = JSON.parse(params.message) as { id: number; result?: unknown };
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    });
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  #detach(): void {
    this.#session?.disconnect();
    this.#session = undefined;
    this.#sessions.clear();
    for (const answer of this.#answers.values()) answer(undefined);
    this.#answers.clear();
  }

  /**
   * Bytes that a function's thread uses, in its heap and in buffers; when that is beyond the limit, what nobody refers to any
   * more is collected before. Undefined when the thread cannot tell in the middle of what it does, or is gone, or is asked for
   * the first time.
   */
  async used({ threadId }: Worker, limit: number): Promise<number | undefined> {
    this.#attach();
    const expression = `globalThis[Symbol.for('lambda.used')]?.(${limit})`;
    const evaluated = (await this.#ask(threadId, 'Runtime.evaluate', { expression })) as
      | { result?: { value?: unknown } }
      | undefined;
    const value = evaluated?.result?.value;
    return typeof value === 'number' ? value : undefined;
  }

  #ask(threadId: number, method: string, params: object): Promise<unknown> {
    const sessionId = this.#sessions.get(String(threadId));
    if (!this.#session || sessionId === undefined) return Promise.resolve(undefined);
    const id = ++this.#asked;
    const message = JSON.stringify({ id, method, params });
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#session?.post('NodeWorker.sendMessageToWorker', { sessionId, message }, (error) => {
        if (!error) return;
        this.#answers.delete(id);
        resolve(undefined);
      });
    });
  }
}

/** One for all threads: an inspector's session sees them all. */
export const threadMemory = new ThreadMemory();
