import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The inbox keeps the newest emails only; one of our size takes about 5 KB. */
export const MAX_EMAILS = 5000;

/** An email as aws-ses-v2-local keeps it, as far as it is used here; `at` in seconds since 1970. */
export interface StoredEmail {
  messageId: string;
  destination: { to: string[] };
  subject: string;
  body: { text?: string; html?: string };
  at: number;
}

export interface Inbox {
  /** The page that shows the emails, on 127.0.0.1. */
  url: string;
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Starts aws-ses-v2-local in a thread of its own: it takes half a second to load, holds the emails in a variable that all
 * its servers share, and would print to the terminal. It listens on a free port of 127.0.0.1 alone. Emails never leave
 * this machine: the library's forwarding by SMTP stays off, whatever the environment says.
 *
 * @throws Error a sentence with the reason, if it could not start
 */
export async function openInbox(): Promise<Inbox> {
  const worker = new Worker(new URL('./inbox.worker.mjs', import.meta.url), {
    workerData: { mostEmails: MAX_EMAILS },
    env: { ...process.env, SMTP_TRANSPORT: '' },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  const port = await Promise.race([
    once(worker, 'message').then(([message]) => message as number),
    once(worker, 'error').then(([error]) => Promise.reject(error)),
  ]).catch((cause: Error) => {
    throw new Error(`The local SES could not start its inbox: ${cause.message}. Is npm ci complete?`, { cause });
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    request: (path, init) => fetch(`${url}${path}`, init),
    close: async () => {
      await worker.terminate();
    },
  };
}
