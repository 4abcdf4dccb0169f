import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { serveInboxPage } from './serve-inbox-page.ts';

/** The inbox keeps the newest emails only; one of our size takes about 5 KB. */
export const MAX_EMAILS = 5000;

/** The parts of an email in aws-ses-v2-local that are used here; `at` in seconds since 1970. */
export interface StoredEmail {
  messageId: string;
  destination: { to: string[] };
  subject: string;
  body: { text?: string; html?: string };
  at: number;
}

/** What the library is asked: a body is text or a form. */
export interface InboxRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | URLSearchParams;
}

export type AskInbox = (path: string, request?: InboxRequest) => Promise<Response>;

export interface Inbox {
  /** The page that shows the emails, on 127.0.0.1. */
  url: string;
  request: AskInbox;
  /** The emails that came since it was asked last, to those that ask in their order. */
  newEmails(): Promise<StoredEmail[]>;
  close(): Promise<void>;
}

/**
 * Starts aws-ses-v2-local in a thread of its own: it takes half a second to load, holds the emails in a variable that all
 * its servers share, and would print to the terminal. It answers anybody, so it listens on a socket in a folder of the user alone,
 * which no browser reaches; its page is served from there on a free port. Emails never leave this machine: the library's
 * forwarding by SMTP stays off, whatever the environment says.
 *
 * @param emails those of another run
 * @throws Error a sentence with the reason, if it could not start
 */
export async function openInbox(hosts: readonly string[] = [], emails: readonly StoredEmail[] = []): Promise<Inbox> {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  const socketPath =
    process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replace(/.*\\/, '')}` : join(folder, 'socket');
  const worker = new Worker(new URL('./inbox.worker.mjs', import.meta.url), {
    workerData: { mostEmails: MAX_EMAILS, socketPath, emails },
    env: { ...process.env, SMTP_TRANSPORT: '' },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  await Promise.race([once(worker, 'message'), once(worker, 'error').then(([error]) => Promise.reject(error))]).catch(
    (cause: Error) => {
      throw new Error(`The local SES could not start its inbox: ${cause.message}. Is npm ci complete?`, { cause });
    },
  );
  const request: AskInbox = (path, init) => ask(socketPath, path, init);
  let asked: Promise<StoredEmail[]> = Promise.resolve([]);
  const page = await serveInboxPage(request, hosts);
  return {
    url: page.url,
    request,
    newEmails() {
      asked = asked.then(async () => {
        const answer = once(worker, 'message');
        worker.postMessage('new');
        return (await answer)[0] as StoredEmail[];
      });
      return asked;
    },
    close: async () => {
      await page.stop();
      await worker.terminate();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(socketPath: string, path: string, { method = 'GET', headers, body }: InboxRequest = {}) {
  const form = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const asked = httpRequest({ socketPath, path, method, headers: { ...form, ...headers } });
  asked.end(body instanceof URLSearchParams ? body.toString() : body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const type = answer.headers['content-type'];
  return new Response(await buffer(answer), {
    status: answer.statusCode ?? 500,
    ...(type !== undefined && { headers: { 'content-type': type } }),
  });
}
