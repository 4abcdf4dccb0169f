import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A message of the inspector's protocol. */
export interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's own shapes
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  readonly result?: any;
}

/** A debugger: speaks the inspector's protocol at an address. */
export async function aDebugger(url: string) {
  const socket = new WebSocket(url, { autoPong: false });
  const heard: Message[] = [];
  const listeners = new Set<() => void>();
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)));
    for (const listener of listeners) listener();
  });
  let isThere = true;
  socket.on('ping', (data) => isThere && socket.pong(data));
  await once(socket, 'open');
  let asked = 0;
  /** Waits for a message, also one that has come already. */
  const expect = (isMeant: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve) => {
      const look = () => {
        const at = heard.findIndex(isMeant);
        if (at < 0) return;
        listeners.delete(look);
        resolve(heard.splice(at, 1)[0] as Message);
      };
      listeners.add(look);
      look();
    });
  const ask = (method: string, params: object = {}) => {
    const id = ++asked;
    socket.send(JSON.stringify({ id, method, params }));
    return expect((message) => message.id === id);
  };
  return {
    ask,
    expect,
    event: (method: string) => expect((message) => message.method === method),
    onPing: (hear: () => void) => socket.on('ping', hear),
    /** Answers nothing more, and closes nothing: as on a machine that was switched off. */
    fallSilent() {
      isThere = false;
    },
    close: () => socket.close(),
  };
}

/** A thread that is reached by a debugger of all, as VS Code does it. */
export function threadOf({ ask, expect }: Awaited<ReturnType<typeof aDebugger>>, sessionId: string) {
  let asked = 1000;
  const within = async (isMeant: (message: Message) => boolean): Promise<Message> => {
    const { params } = await expect(
      ({ method, params: received }) =>
        method === 'NodeWorker.receivedMessageFromWorker' &&
        received.sessionId === sessionId &&
        isMeant(JSON.parse(received.message)),
    );
    return JSON.parse(params.message);
  };
  return {
    async ask(method: string, params: object = {}) {
      const id = ++asked;
      await ask('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method, params }) });
      return within((message) => message.id === id);
    },
    event: (method: string) => within((message) => message.method === method),
  };
}
