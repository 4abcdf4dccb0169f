/** How long an invocation may still run: Lambda's context, or what a test puts in its place. */
export interface RemainingTime {
  getRemainingTimeInMillis(): number;
}

/** Time kept back at the end of an invocation, in milliseconds, to report rather than be cut off. */
const RESERVE = 500;

/**
 * Waits before the given attempt (1, 2, …) with full jitter, from 25 ms up to a second.
 * Returns false at once when the invocation has no time left for it.
 */
export async function backOff(attempt: number, remaining: RemainingTime): Promise<boolean> {
  const ceiling = Math.min(1000, 25 * 2 ** attempt);
  if (remaining.getRemainingTimeInMillis() - ceiling < RESERVE) return false;
  await new Promise((resolve) => setTimeout(resolve, Math.random() * ceiling));
  return true;
}
