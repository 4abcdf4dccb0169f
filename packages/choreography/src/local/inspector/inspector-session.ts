import { Session } from 'node:inspector';

/** A message of the inspector protocol that answers no request. */
export interface Notification {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The answer to a request: a result, or an error of the protocol. */
export type Answer =
  | { readonly result: object }
  | { readonly error: { readonly code: number; readonly message: string } };

/**
 * A session of Node's inspector with this process and its threads. Node delivers a thread's message by interrupting the code that runs
 * here, which may be in the middle of writing to a socket. This session delivers messages in order, after that code.
 */
export class InspectorSession {
  readonly #session = new Session();
  readonly #unheard: (() => void)[] = [];
  #isConnected = true;

  constructor(hear: (notification: Notification) => void) {
    this.#session.connect();
    this.#session.on('inspectorNotification', (message) => this.#later(() => hear(message as unknown as Notification)));
  }

  /** Sends a request by its name in the protocol. Does nothing after {@link disconnect}. */
  post(method: string, params?: object, answer: (answer: Answer) => void = () => {}): void {
    if (!this.#isConnected) return;
    const post = this.#session.post.bind(this.#session) as (
      method: string,
      params: object | undefined,
      callback: (error: Error | null, result?: object) => void,
    ) => void;
    post(method, params, (error, result = {}) =>
      this.#later(() => answer(error ? { error: { code: -32000, message: error.message } } : { result })),
    );
  }

  /** Sends a request (JSON text) to a thread, by the session id of its `NodeWorker.attachedToWorker`. */
  postToWorker(sessionId: string, message: string, answer?: (answer: Answer) => void): void {
    this.post('NodeWorker.sendMessageToWorker', { sessionId, message }, answer);
  }

  /** Delivers all messages that have come by now. */
  hearAll(): void {
    for (let next = this.#unheard.shift(); next; next = this.#unheard.shift()) next();
  }

  /** Ends the session. Threads that it has paused stay paused. */
  disconnect(): void {
    this.#isConnected = false;
    this.#session.disconnect();
    this.#unheard.length = 0;
  }

  /** Queues a message until the code that it interrupts is done. */
  #later(hear: () => void): void {
    if (this.#unheard.push(hear) === 1) void RESOLVED.then(() => this.hearAll());
  }
}

const RESOLVED = Promise.resolve();
