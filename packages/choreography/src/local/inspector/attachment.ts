import { InspectorSession, type Notification } from './inspector-session.ts';
import type { Pauses } from './pauses.ts';
import { type Attached, nameIn, threadIn } from './thread-list.ts';

/** What a debugger attaches to: `all` threads, as workers of one program, or one thread by its number. */
export type Target = 'all' | string;

/** A message from a debugger or from a thread. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Why a thread does not run: it waits for the debugger before its first line, or the debugger has paused it. */
type Halt = 'waiting' | 'paused';

let count = 0;

/**
 * One attached debugger: passes its messages to an inspector session in this process, and the session's messages back. It records
 * which threads the debugger has halted. Only the threads of functions can be debugged, not the runtime itself.
 */
export class Attachment {
  readonly #session = new InspectorSession((notification) => this.#hear(notification));
  readonly #name = String(++count);
  /** Why each worker is halted, by its session; undefined while it runs. */
  readonly #halts = new Map<string, Halt | undefined>();
  /** The `Debugger.disable` requests without an answer yet, as `SESSION ID`: each ends its worker's pause. */
  readonly #disables = new Set<string>();
  /** The sessions of threads of the runtime itself. */
  readonly #others = new Set<string>();
  /** The session of the one thread that is the target. */
  #own: string | undefined;
  /** The debugger's messages from before that session began. */
  readonly #early: string[] = [];
  #isAttached = true;
  /** Whether new threads wait for the debugger before their first line. */
  awaitsThreads = false;

  constructor(
    private readonly target: Target,
    private readonly pauses: Pauses,
    private readonly send: (text: string) => void,
  ) {
    if (target !== 'all') this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  /** Passes on a message of the debugger (JSON text). */
  receive(text: string): void {
    if (!this.#isAttached) return;
    if (this.target === 'all') this.#receiveForAll(parse(text) ?? {});
    else if (this.#own === undefined) this.#early.push(text);
    else this.#toWorker(this.#own, text);
  }

  #receiveForAll({ id, method = '', params = {} }: Message): void {
    const answer = (result: object) => this.send(JSON.stringify({ id, ...result }));
    if (method === 'NodeWorker.sendMessageToWorker') this.#seeSent(String(params.sessionId), String(params.message));
    if (method === 'NodeWorker.enable') this.awaitsThreads = params.waitForDebuggerOnStart === true;
    if (method === 'NodeWorker.disable') {
      this.awaitsThreads = false;
      this.#resumeAll();
    }
    if (method === 'NodeWorker.detach') this.#resume(String(params.sessionId));
    // The runtime itself is never paused: its threads would wait for it.
    if (method.startsWith('Debugger.')) answer({ result: DEBUGGER_ANSWERS[method] ?? {} });
    else if (method === 'Runtime.runIfWaitingForDebugger') answer({ result: {} });
    else this.#session.post(method, params, answer);
  }

  /** Ends the attachment, and resumes all threads that the debugger has halted. */
  detach(): void {
    if (!this.#isAttached) return;
    // A thread may have begun that waits for the debugger.
    this.#session.hearAll();
    this.#isAttached = false;
    this.awaitsThreads = false;
    this.#resumeAll();
    this.#session.disconnect();
  }

  #resumeAll(): void {
    for (const session of this.#halts.keys()) this.#resume(session);
  }

  /** Resumes a thread: the end of its session alone would not. */
  #resume(session: string): void {
    for (const method of ['Debugger.disable', 'Runtime.runIfWaitingForDebugger'])
      this.#session.postToWorker(session, JSON.stringify({ id: 0, method }));
    this.#set(session, undefined);
  }

  #hear(notification: Notification): void {
    const { method, params } = notification;
    const session = String(params.sessionId);
    if (!this.#isAttached || this.#isOther(method, session, params)) return;
    if (method === 'NodeWorker.attachedToWorker') this.#attached(session, params as unknown as Attached);
    if (method === 'NodeWorker.detachedFromWorker') this.#set(session, undefined);
    const text = method === 'NodeWorker.receivedMessageFromWorker' ? String(params.message) : undefined;
    if (text !== undefined) this.#seeReceived(session, parse(text) ?? {});
    if (this.target === 'all') this.send(JSON.stringify(notification));
    else if (text !== undefined && session === this.#own) this.send(text);
  }

  /** Whether a session is that of a thread of the runtime itself: the debugger does not see it, and it does not wait. */
  #isOther(method: string, session: string, params: Notification['params']): boolean {
    if (method === 'NodeWorker.attachedToWorker' && nameIn((params as unknown as Attached).workerInfo.title) === '') {
      this.#others.add(session);
      this.#session.postToWorker(session, JSON.stringify({ id: 0, method: 'Runtime.runIfWaitingForDebugger' }));
    }
    return this.#others.has(session);
  }

  #attached(session: string, { workerInfo, waitingForDebugger }: Attached): void {
    if (this.target === 'all') this.#set(session, waitingForDebugger ? 'waiting' : undefined);
    else if (threadIn(workerInfo.title) === this.target) {
      this.#own = session;
      this.#set(session, undefined);
      for (const text of this.#early.splice(0)) this.#toWorker(session, text);
    }
  }

  /** Takes note of what a message to a thread changes: a thread that has waited begins without a notification. */
  #seeSent(session: string, text: string): void {
    const { id, method } = parse(text) ?? {};
    if (method === 'Debugger.disable') this.#disables.add(`${session} ${id}`);
    if (method === 'Runtime.runIfWaitingForDebugger' && this.#halts.get(session) === 'waiting')
      this.#set(session, undefined);
  }

  #seeReceived(session: string, { id, method }: Message): void {
    if (method === 'Debugger.paused') this.#set(session, 'paused');
    if (method === 'Debugger.resumed' || this.#disables.delete(`${session} ${id}`)) this.#set(session, undefined);
  }

  #set(session: string, halt: Halt | undefined): void {
    this.#halts.set(session, halt);
    const pause = `${this.#name} ${session}`;
    if (halt) this.pauses.begin(pause);
    else this.pauses.end(pause);
  }

  #toWorker(session: string, message: string): void {
    this.#seeSent(session, message);
    this.#session.postToWorker(session, message);
  }
}

/** The answers to a debugger's requests about the program itself, which cannot be paused; `{}` to all others. */
const DEBUGGER_ANSWERS: Readonly<Record<string, object>> = {
  'Debugger.enable': { debuggerId: '0.0' },
  'Debugger.setBreakpointByUrl': { breakpointId: 'none', locations: [] },
};

function parse(text: string): Message | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}
