import type { Worker } from 'node:worker_threads';
import { InspectorSession, type Notification } from '#local/inspector/inspector-session.ts';
import { type Attached, threadIn } from '#local/inspector/thread-list.ts';

/** How long the inspector stays with the threads after it was last asked, in milliseconds. */
const LEAVE_AFTER = 2_000;

/**
 * How much memory worker threads use, also while their code runs without a pause: asked for through the inspector, as a debugger
 * does: a busy thread answers nothing else, and Node 20 has no other way.
 */
class ThreadMemory {
  /** The inspector's session of each thread, by the thread's id. */
  readonly #sessions = new Map<string, string>();
  readonly #answers = new Map<number, (result: unknown) => void>();
  #asked = 0;
  #session: InspectorSession | undefined;
  #leaving: NodeJS.Timeout | undefined;

  /** Attaches to all threads, until it has not been asked for a while: meanwhile the threads' output costs more. */
  #attach(): void {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.#detach(), LEAVE_AFTER).unref();
    if (this.#session) return;
    this.#session = new InspectorSession((notification) => this.#hear(notification));
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
    this.#session.hearAll();
  }

  #hear({ method, params }: Notification): void {
    const session = String(params.sessionId);
    if (method === 'NodeWorker.attachedToWorker') {
      const thread = threadIn((params as unknown as Attached).workerInfo.title);
      if (thread !== undefined) this.#sessions.set(thread, session);
    } else if (method === 'NodeWorker.detachedFromWorker') {
      for (const [thread, ended] of this.#sessions) if (ended === session) this.#sessions.delete(thread);
    } else if (method === 'NodeWorker.receivedMessageFromWorker') {
      const { id, result } = JSON.parse(String(params.message)) as { id: number; result?: unknown };
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    }
  }

  #detach(): void {
    this.#session?.disconnect();
    this.#session = undefined;
    this.#sessions.clear();
    for (const answer of this.#answers.values()) answer(undefined);
    this.#answers.clear();
  }

  /**
   * Bytes that a function's thread uses, in its heap and in buffers; above the limit, garbage is
   * collected before. Undefined if the thread cannot answer while it runs, has ended, or is asked for
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
      this.#session?.postToWorker(sessionId, message, (answer) => {
        if ('result' in answer) return;
        this.#answers.delete(id);
        resolve(undefined);
      });
    });
  }
}

/** One for all threads: an inspector's session sees them all. */
export const threadMemory = new ThreadMemory();
