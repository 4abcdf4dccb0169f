const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does something that Ctrl-C, or a signal to end, breaks off: the first aborts the signal, another ends the process. The listener stays
 * until the work is done: what restores the cursor of a terminal would end the process if it were alone.
 */
export async function untilStopped<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopped = new AbortController();
  const stop = () => {
    if (stopped.signal.aborted) process.exit(130);
    stopped.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
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
