import { InspectorSession, type Notification } from './inspector-session.ts';

/** The parameters of `NodeWorker.attachedToWorker`. */
export interface Attached {
  readonly sessionId: string;
  readonly workerInfo: { readonly title: string };
  readonly waitingForDebugger: boolean;
}

/** The running threads of functions, kept up to date by the inspector protocol's domain `NodeWorker`. */
export class ThreadList {
  readonly #session = new InspectorSession((notification) => this.#hear(notification));
  readonly #threads = new Map<string, { readonly thread: string; readonly title: string }>();

  /** @param isAwaited whether a debugger is attached that new threads wait for, and that starts them */
  constructor(private readonly isAwaited: () => boolean) {
    this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  /** All threads, by title. */
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
    // The debugger that it waits for may have detached while it started.
    if (waitingForDebugger && !this.isAwaited())
      this.#session.postToWorker(session, JSON.stringify({ id: 0, method: 'Runtime.runIfWaitingForDebugger' }));
  }
}

/** The thread's number in a title such as `[worker 3] name`: the inspector's own count, which is nowhere else. */
export const threadIn = (title: string): string | undefined => /^\[worker (\d+)\]/.exec(title)?.[1];

/** The name in such a title: the function's, or empty for a thread of the runtime itself. */
export const nameIn = (title: string): string => title.replace(/^\[worker \d+\]\s*/, '');
