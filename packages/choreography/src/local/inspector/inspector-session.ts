import { Session } from 'node:inspector';

/** What the inspector's protocol tells unasked. */
export interface Notification {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The answer to what was asked: a result or, as the protocol has it, an error. */
export type Answer =
  | { readonly result: object }
  | { readonly error: { readonly code: number; readonly message: string } };

/**
 * A session of Node's inspector with this process and its threads. What a thread says interrupts the code that runs here, wherever it
 * is: it might be a socket in the middle of a message. Here it is heard in order, when that code is done.
 */
export class InspectorSession {
  readonly #session = new Session();
  readonly #unheard: (() => void)[] = [];
  #isConnected = true;

  constructor(hear: (notification: Notification) => void) {
    this.#session.connect();
    this.#session.on('inspectorNotification', (told) => this.#later(() => hear(told as unknown as Notification)));
  }

  /** Asks by the protocol's own names. After the end nothing is asked. */
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

  /** Asks a thread, whose session `NodeWorker.attachedToWorker` told. */
  postToWorker(sessionId: string, message: string, answer?: (answer: Answer) => void): void {
    this.post('NodeWorker.sendMessageToWorker', { sessionId, message }, answer);
  }

  /** Hears what has come by now. */
  hearAll(): void {
    for (let next = this.#unheard.shift(); next; next = this.#unheard.shift()) next();
  }

  /** Ends the session. Threads that it had stopped stay so. */
  disconnect(): void {
    this.#isConnected = false;
    this.#session.disconnect();
    this.#unheard.length = 0;
  }

  /** Nothing but this is done in the middle of other code. */
  #later(hear: () => void): void {
    if (this.#unheard.push(hear) === 1) void DONE.then(() => this.hearAll());
  }
}

const DONE = Promise.resolve();
