import { makeStore } from '#monitor/page/store.ts';
import { ask, Unreachable } from './ask.ts';

/** Whether the API answers. */
export type Connection =
  | { readonly answers: true }
  | {
      readonly answers: false;
      readonly why: string;
      /** Unix milliseconds of this machine: since when, and when it is tried again. */
      readonly since: number;
      readonly nextTry: number;
      readonly tries: number;
    };

export const connection = makeStore<Connection>({ answers: true });

const MIN_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 30_000;

/**
 * Asks until there is an answer, with a pause that doubles from one second to thirty. Throws Refused at once; ends without
 * an answer when the signal is aborted.
 */
export async function askUntilAnswered<T>(path: string, signal: AbortSignal): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      const answer = await ask<T>(path);
      connection.set(answering);
      wake();
      return answer;
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        connection.set(answering);
        throw error;
      }
      lost(error.message);
      await untilNextTry(signal);
    }
  }
  return undefined;
}

const answering: Connection = { answers: true };
const waiting = new Set<() => void>();

/** Everybody who waits for the next try tries now. */
export function wake(): void {
  for (const go of [...waiting]) go();
}

function lost(why: string): void {
  const now = Date.now();
  const before = connection.get();
  // Several views ask at the same time: together they are one try.
  if (!before.answers && before.nextTry > now) return;
  const tries = before.answers ? 1 : before.tries + 1;
  const nextTry = now + Math.min(MAX_PAUSE_MS, MIN_PAUSE_MS * 2 ** (tries - 1));
  connection.set({ answers: false, why, since: before.answers ? now : before.since, nextTry, tries });
}

function untilNextTry(signal: AbortSignal): Promise<void> {
  const state = connection.get();
  return pause(state.answers ? MIN_PAUSE_MS : state.nextTry - Date.now(), signal, waiting);
}

/** Waits some milliseconds, or less when it is aborted or woken by one of those in `wakers`. */
export function pause(milliseconds: number, signal: AbortSignal, wakers?: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      wakers?.delete(go);
      signal.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, Math.max(0, milliseconds));
    wakers?.add(go);
    signal.addEventListener('abort', go);
  });
}

addEventListener('online', wake);
