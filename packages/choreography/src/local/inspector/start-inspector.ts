import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { refusalAt } from '#local/gateway/door.ts';
import { listen } from '#local/gateway/listen.ts';
import { Attachment, type Target } from './attachment.ts';
import { type Pausable, Pauses } from './pauses.ts';
import { ThreadList } from './thread-list.ts';

/** A running server for debuggers. */
export interface Inspector {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** Detaches all debuggers, which resumes the threads that they have halted, and closes the server. */
  stop(): Promise<void>;
}

const DOOR = {
  name: 'The inspector',
  hosts: [],
  instead: 'Attach a debugger of this machine to it; from another machine by ssh -L.',
};

/**
 * Starts a server that answers debuggers as Node does (Node.js: "Inspector", Chrome DevTools Protocol: "HTTP Endpoints"), for all
 * functions at one port. The first target has the threads of all functions as workers, for VS Code and WebStorm; each thread is also
 * a target of its own, for Chrome. `times` are paused while a thread is halted. Port 0 takes any free port. Throws an InputError if
 * the port is taken.
 */
export async function startInspector(
  port: number,
  times: readonly Pausable[],
  /** How often debuggers are pinged, in milliseconds. */
  pingEvery = 5000,
): Promise<Inspector> {
  const pauses = new Pauses(times);
  const attachments = new Set<Attachment>();
  const threads = new ThreadList(() => [...attachments].some(({ awaitsThreads }) => awaitsThreads));
  const sockets = new WebSocketServer({ noServer: true });
  let address = '';
  const server = createServer((request, response) => {
    const refusal = refusalAt(DOOR, request, 'none');
    const body = refusal === undefined ? answerTo(request.url ?? '', address, threads) : undefined;
    response.writeHead(refusal === undefined ? (body ? 200 : 404) : 403, { 'content-type': 'application/json' });
    response.end(JSON.stringify(refusal ?? body ?? 'The inspector answers /json/list and /json/version.'));
  });
  const attach = (socket: WebSocket, target: Target) => {
    const attachment = new Attachment(target, pauses, (text) => socket.send(text));
    attachments.add(attachment);
    expectAnswers(socket, pingEvery);
    socket.on('message', (message) => attachment.receive(String(message)));
    socket.on('close', () => {
      attachments.delete(attachment);
      attachment.detach();
    });
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    const target = isLetIn(request) ? targetAt(request.url ?? '', threads) : undefined;
    if (target === undefined) socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (opened) => attach(opened, target));
  });
  address = `127.0.0.1:${await listen(server, port, [], '--inspect=PORT')}`;
  return {
    address,
    async stop() {
      for (const attachment of attachments) attachment.detach();
      for (const socket of sockets.clients) socket.terminate();
      threads.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** So many pings may be without an answer. */
const MAX_UNANSWERED = 2;

/** Ends a connection whose other side no longer answers, such as a machine that was switched off. */
function expectAnswers(socket: WebSocket, pingEvery: number): void {
  let unanswered = 0;
  socket.on('pong', () => {
    unanswered = 0;
  });
  const pinging = setInterval(() => {
    if (unanswered++ >= MAX_UNANSWERED) socket.terminate();
    else socket.ping();
  }, pingEvery).unref();
  socket.on('close', () => clearInterval(pinging));
  // An error ends the connection, too.
  socket.on('error', () => socket.terminate());
}

/** Whether a request may attach: pages of the web may not, but a debugger's own pages, such as `devtools://devtools`, may. */
function isLetIn(request: IncomingMessage): boolean {
  const { origin, ...headers } = request.headers;
  const isWeb = origin !== undefined && !/^(devtools|chrome-extension|vscode-webview):\/\//.test(origin);
  return (
    !isWeb &&
    refusalAt(DOOR, { ...request, headers: { host: headers.host }, socket: request.socket }, 'none') === undefined
  );
}

const ALL = 'functions';

function answerTo(path: string, address: string, threads: ThreadList): unknown {
  if (/^\/json\/version\/?$/.test(path)) return { Browser: `node.js/${process.version}`, 'Protocol-Version': '1.1' };
  if (!/^\/json(\/list)?\/?$/.test(path)) return undefined;
  const target = (id: string, title: string) => ({
    id,
    title,
    type: 'node',
    description: 'node.js instance',
    url: `file://${process.cwd()}/`,
    webSocketDebuggerUrl: `ws://${address}/${id}`,
    devtoolsFrontendUrl: `devtools://devtools/bundled/js_app.html?experiments=true&v8only=true&ws=${address}/${id}`,
  });
  return [
    target(ALL, `All functions [${process.pid}]`),
    ...threads.all().map(({ thread, title }) => target(`thread-${thread}`, title)),
  ];
}

function targetAt(path: string, threads: ThreadList): Target | undefined {
  if (path === `/${ALL}`) return 'all';
  const thread = /^\/thread-(\d+)$/.exec(path)?.[1];
  return threads.all().find((each) => each.thread === thread)?.thread;
}
