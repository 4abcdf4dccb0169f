import { Session } from 'node:inspector';
import type { Pauses } from './pauses.ts';
import { nameIn, threadIn } from './thread-list.ts';

/** What a debugger attaches to: all threads as workers of one program, or one thread by its number. */
export type Target = 'all' | string;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

let count = 0;

/**
 * One debugger that is attached: hands its messages on to an inspector's session in this process, and what that says back, and
 * watches which threads it has stopped. The runtime itself is not debugged: only its threads are.
 */
export class Attachment {
  readonly #session = new Session();
  readonly #name = String(++count);
  /** The sessions of workers, and whether each is stopped. */
  readonly #stopped = new Map<string, boolean>();
  readonly #others = new Set<string>();
  /** The session of the one thread that is the target. */
  #own: string | undefined;
  /** What came before that session was there. */
  readonly #early: string[] = [];
  #isAttached = true;

  constructor(
    private readonly target: Target,
    private readonly pauses: Pauses,
    private readonly send: (text: string) => void,
  ) {
    this.#session.connect();
    this.#session.on('inspectorNotification', (message) => this.#hear(message as unknown as Message));
    if (target !== 'all') this.#post({ method: 'NodeWorker.enable', params: { waitForDebuggerOnStart: false } });
  }

  /** Takes a message of the debugger (JSON text). */
  receive(text: string): void {
    if (!this.#isAttached) return;
    if (this.target === 'all') this.#receiveForAll(parse(text) ?? {});
    else if (this.#own === undefined) this.#early.push(text);
    else this.#toWorker(this.#own, text);
  }

  #receiveForAll({ id, method = '', params = {} }: Message): void {
    if (method === 'NodeWorker.sendMessageToWorker') this.#goesOn(String(params.sessionId), String(params.message));
    const answer = (answer: object) => this.send(JSON.stringify({ id, ...answer }));
    // Nothing of the runtime itself stops: its own threads would wait for it.
    if (method.startsWith('Debugger.')) answer({ result: DEBUGGER_ANSWERS[method] ?? {} });
    else if (method === 'Runtime.runIfWaitingForDebugger') answer({ result: {} });
    else this.#post({ method, params }, answer);
  }

  /** Lets all that it had stopped go on. */
  detach(): void {
    if (!this.#isAttached) return;
    this.#isAttached = false;
    for (const session of this.#stopped.keys()) {
      // An inspector's session that ends lets nothing go on by itself.
      for (const method of ['Debugger.disable', 'Runtime.runIfWaitingForDebugger'])
        this.#toWorker(session, JSON.stringify({ id: 0, method }));
      this.pauses.end(this.#pause(session));
    }
    this.#session.disconnect();
  }

  #hear(message: Message): void {
    const { method, params = {} } = message;
    const session = String(params.sessionId);
    if (this.#isOther(method, session, params)) return;
    if (method === 'NodeWorker.attachedToWorker') this.#attached(session, params as unknown as Attached);
    if (method === 'NodeWorker.detachedFromWorker') this.#set(session, false);
    const said = method === 'NodeWorker.receivedMessageFromWorker' ? String(params.message) : undefined;
    const event = said === undefined ? undefined : parse(said)?.method;
    if (event === 'Debugger.paused') this.#set(session, true);
    if (event === 'Debugger.resumed') this.#set(session, false);
    if (this.target === 'all') this.send(JSON.stringify(message));
    else if (said !== undefined && session === this.#own) this.send(said);
  }

  /** Whether it is of a thread of the runtime itself: nobody is told of it, and it is let go on if it waits. */
  #isOther(method: string | undefined, session: string, params: Message['params']): boolean {
    if (method === 'NodeWorker.attachedToWorker' && nameIn((params as unknown as Attached).workerInfo.title) === '') {
      this.#others.add(session);
      this.#toWorker(session, JSON.stringify({ id: 0, method: 'Runtime.runIfWaitingForDebugger' }));
    }
    return this.#others.has(session);
  }

  #attached(session: string, { workerInfo, waitingForDebugger }: Attached): void {
    if (this.target === 'all') this.#set(session, waitingForDebugger);
    else if (threadIn(workerInfo.title) === this.target) {
      this.#own = session;
      this.#stopped.set(session, false);
      for (const text of this.#early.splice(0)) this.#toWorker(session, text);
    }
  }

  /** A thread that waited for the debugger before its first line begins. */
  #goesOn(session: string, text: string): void {
    if (parse(text)?.method === 'Runtime.runIfWaitingForDebugger') this.#set(session, false);
  }

  #set(session: string, isStopped: boolean): void {
    this.#stopped.set(session, isStopped);
    if (isStopped) this.pauses.begin(this.#pause(session));
    else this.pauses.end(this.#pause(session));
  }

  #pause(session: string): string {
    return `${this.#name} ${session}`;
  }

  #toWorker(sessionId: string, message: string): void {
    this.#post({ method: 'NodeWorker.sendMessageToWorker', params: { sessionId, message } });
  }

  #post({ method = '', params }: Message, answer: (answer: object) => void = () => {}): void {
    // The protocol's own names, as the debugger says them.
    const post = this.#session.post.bind(this.#session) as (
      method: string,
      params: object | undefined,
      callback: (error: Error | null, result: object) => void,
    ) => void;
    post(method, params, (error, result) => answer(error ? { error: asProtocol(error) } : { result: result ?? {} }));
  }
}

interface Attached {
  readonly workerInfo: { readonly title: string };
  readonly waitingForDebugger: boolean;
}

/** What a debugger of the program itself would be told, if it could be stopped. */
const DEBUGGER_ANSWERS: Readonly<Record<string, object>> = {
  'Debugger.enable': { debuggerId: '0.0' },
  'Debugger.setBreakpointByUrl': { breakpointId: 'none', locations: [] },
};

const asProtocol = (error: Error & { code?: unknown }): object => ({ code: -32000, message: error.message });

function parse(text: string): Message | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}
