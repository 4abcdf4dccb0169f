import { pause } from './connection.ts';

/**
 * Asks again and again, with a pause in milliseconds between answer and question, until the signal is aborted. A hidden
 * page sends no requests. Throws what `ask` throws; ends when `ask` gives up.
 */
export async function keepAsking<T>(
  ask: (signal: AbortSignal) => Promise<T | undefined>,
  interval: (answer: T) => number,
  onAnswer: (answer: T) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await visible();
    const answer = await ask(signal);
    if (answer === undefined || signal.aborted) return;
    onAnswer(answer);
    await pause(interval(answer), signal);
  }
}

function visible(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
  });
}
