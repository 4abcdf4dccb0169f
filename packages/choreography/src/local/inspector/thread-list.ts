import { Session } from 'node:inspector';

/** The threads of functions that run, as the inspector's own protocol tells them (`NodeWorker`). */
export class ThreadList {
  readonly #session = new Session();
  readonly #threads = new Map<string, { readonly thread: string; readonly title: string }>();

  constructor() {
    this.#session.connect();
    this.#session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      const [thread, name] = [threadIn(workerInfo.title), nameIn(workerInfo.title)];
      if (thread !== undefined && name) this.#threads.set(sessionId, { thread, title: `${name} [thread ${thread}]` });
    });
    this.#session.on('NodeWorker.detachedFromWorker', ({ params }) => this.#threads.delete(params.sessionId));
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  all(): { readonly thread: string; readonly title: string }[] {
    return [...this.#threads.values()].sort((a, b) => a.title.localeCompare(b.title));
  }

  stop(): void {
    this.#session.disconnect();
  }
}

/** The thread's number in a title such as `[worker 3] name`: the inspector counts by itself, and tells it nowhere else. */
export const threadIn = (title: string): string | undefined => /^\[worker (\d+)\]/.exec(title)?.[1];

/** The name that a thread was given, which only those of functions have: that of the function. */
export const nameIn = (title: string): string => title.replace(/^\[worker \d+\]\s*/, '');
