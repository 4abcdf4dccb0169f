import { InspectorSession, type Notification } from './inspector-session.ts';

/** What `NodeWorker.attachedToWorker` tells. */
export interface Attached {
  readonly sessionId: string;
  readonly workerInfo: { readonly title: string };
  readonly waitingForDebugger: boolean;
}

/** The threads of functions that run, as the inspector's own protocol tells them (`NodeWorker`). */
export class ThreadList {
  readonly #session = new InspectorSession((notification) => this.#hear(notification));
  readonly #threads = new Map<string, { readonly thread: string; readonly title: string }>();

  /** @param isAwaited whether there is a debugger that lets threads go on that wait for it before their first line */
  constructor(private readonly isAwaited: () => boolean) {
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  all(): { readonly thread: string; readonly title: string }[] {
    return [...this.#threads.values()].sort((a, b) => a.title.localeCompare(b.title));
  }

  stop(): void {
    this.#session.disconnect();
  }

  #hear({ method, params }: Notification): void {
    const session = String(params.sessionId);
    if (method === 'NodeWorker.detachedFromWorker') this.#threads.delete(session);
    if (method !== 'NodeWorker.attachedToWorker') return;
    const { workerInfo, waitingForDebugger } = params as unknown as Attached;
    const [thread, name] = [threadIn(workerInfo.title), nameIn(workerInfo.title)];
    if (thread !== undefined && name) this.#threads.set(session, { thread, title: `${name} [thread ${thread}]` });
    // The debugger for which it waits may have gone while it was started.
    if (waitingForDebugger && !this.isAwaited())
      this.#session.postToWorker(session, JSON.stringify({ id: 0, method: 'Runtime.runIfWaitingForDebugger' }));
  }
}

/** The thread's number in a title such as `[worker 3] name`: the inspector counts by itself, and tells it nowhere else. */
export const threadIn = (title: string): string | undefined => /^\[worker (\d+)\]/.exec(title)?.[1];

/** The name that a thread was given, which only those of functions have: that of the function. */
export const nameIn = (title: string): string => title.replace(/^\[worker \d+\]\s*/, '');
