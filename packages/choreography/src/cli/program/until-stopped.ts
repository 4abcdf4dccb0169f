const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Does something that Ctrl-C, or a signal to end, breaks off: the first one is told by the signal, another ends the process. */
export async function untilStopped<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  for (const name of SIGNALS) process.once(name, stop);
  try {
    return await work(stopped.signal);
  } finally {
    for (const name of SIGNALS) process.removeListener(name, stop);
  }
}

/** Resolves when it is stopped. */
export const stopOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
