import { InspectorSession, type Notification } from './inspector-session.ts';
import type { Pauses } from './pauses.ts';
import { type Attached, nameIn, threadIn } from './thread-list.ts';

/** What a debugger attaches to: all threads as workers of one program, or one thread by its number. */
export type Target = 'all' | string;

/** A message of a debugger, or of a thread. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Why a thread stands still: it waits for the debugger before its first line, or was stopped by it. */
type Stand = 'waits' | 'stopped';

let count = 0;

/**
 * One debugger that is attached: hands its messages on to an inspector's session in this process, and what that says back, and
 * watches which threads it has stopped. The runtime itself is not debugged: only its threads are.
 */
export class Attachment {
  readonly #session = new InspectorSession((notification) => this.#hear(notification));
  readonly #name = String(++count);
  /** The sessions of workers, and whether and why each stands still. */
  readonly #stands = new Map<string, Stand | undefined>();
  /** What the debugger asked for that leaves nothing stopped: session and id. */
  readonly #disables = new Set<string>();
  readonly #others = new Set<string>();
  /** The session of the one thread that is the target. */
  #own: string | undefined;
  /** What came before that session was there. */
  readonly #early: string[] = [];
  #isAttached = true;
  /** Whether threads that begin wait for it. */
  awaitsThreads = false;

  constructor(
    private readonly target: Target,
    private readonly pauses: Pauses,
    private readonly send: (text: string) => void,
  ) {
    if (target !== 'all') this.#session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  /** Takes a message of the debugger (JSON text). */
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
      this.#letAllGo();
    }
    if (method === 'NodeWorker.detach') this.#letGo(String(params.sessionId));
    // Nothing of the runtime itself stops: its own threads would wait for it.
    if (method.startsWith('Debugger.')) answer({ result: DEBUGGER_ANSWERS[method] ?? {} });
    else if (method === 'Runtime.runIfWaitingForDebugger') answer({ result: {} });
    else this.#session.post(method, params, answer);
  }

  /** Lets all that it had stopped go on. */
  detach(): void {
    if (!this.#isAttached) return;
    // One may have begun that waits for the debugger.
    this.#session.hearAll();
    this.#isAttached = false;
    this.awaitsThreads = false;
    this.#letAllGo();
    this.#session.disconnect();
  }

  #letAllGo(): void {
    for (const session of this.#stands.keys()) this.#letGo(session);
  }

  /** An inspector's session that ends lets nothing go on by itself. */
  #letGo(session: string): void {
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
    const said = method === 'NodeWorker.receivedMessageFromWorker' ? String(params.message) : undefined;
    if (said !== undefined) this.#seeSaid(session, parse(said) ?? {});
    if (this.target === 'all') this.send(JSON.stringify(notification));
    else if (said !== undefined && session === this.#own) this.send(said);
  }

  /** Whether it is of a thread of the runtime itself: nobody is told of it, and it is let go on if it waits. */
  #isOther(method: string, session: string, params: Notification['params']): boolean {
    if (method === 'NodeWorker.attachedToWorker' && nameIn((params as unknown as Attached).workerInfo.title) === '') {
      this.#others.add(session);
      this.#session.postToWorker(session, JSON.stringify({ id: 0, method: 'Runtime.runIfWaitingForDebugger' }));
    }
    return this.#others.has(session);
  }

  #attached(session: string, { workerInfo, waitingForDebugger }: Attached): void {
    if (this.target === 'all') this.#set(session, waitingForDebugger ? 'waits' : undefined);
    else if (threadIn(workerInfo.title) === this.target) {
      this.#own = session;
      this.#set(session, undefined);
      for (const text of this.#early.splice(0)) this.#toWorker(session, text);
    }
  }

  /** A thread that has waited begins without a word. */
  #seeSent(session: string, text: string): void {
    const { id, method } = parse(text) ?? {};
    if (method === 'Debugger.disable') this.#disables.add(`${session} ${id}`);
    if (method === 'Runtime.runIfWaitingForDebugger' && this.#stands.get(session) === 'waits')
      this.#set(session, undefined);
  }

  #seeSaid(session: string, { id, method }: Message): void {
    if (method === 'Debugger.paused') this.#set(session, 'stopped');
    if (method === 'Debugger.resumed' || this.#disables.delete(`${session} ${id}`)) this.#set(session, undefined);
  }

  #set(session: string, stand: Stand | undefined): void {
    this.#stands.set(session, stand);
    const pause = `${this.#name} ${session}`;
    if (stand) this.pauses.begin(pause);
    else this.pauses.end(pause);
  }

  #toWorker(session: string, message: string): void {
    this.#seeSent(session, message);
    this.#session.postToWorker(session, message);
  }
}

/** What a debugger of the program itself would be told, if it could be stopped. */
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
