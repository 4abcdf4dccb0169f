/** The first pause and the longest, in seconds. */
const FIRST = 30;
export const LONGEST_PAUSE = 900;

/**
 * How long a message waits after so many attempts (1, 2, …), in whole seconds: half a minute, twice as long each time, a quarter of
 * an hour at most. The later half of a pause is drawn, so that what failed together does not come back together.
 */
export function pauseAfter(attempts: number): number {
  const ceiling = Math.min(LONGEST_PAUSE, FIRST * 2 ** (attempts - 1));
  return Math.ceil(ceiling * (0.5 + Math.random() / 2));
}

/** Milliseconds between the starts of two events of a batch, from the variable PACE_MS: 0 if the job keeps to no rate. */
export const paceOf = ({ PACE_MS = '0' }: Readonly<Record<string, string | undefined>>): number => Number(PACE_MS);

/**
 * Waits until the event of a batch may start. Waiting for the one after the last keeps a batch from ending before its time, so that
 * the next one, which Lambda brings at once, keeps the rate too.
 */
export async function startOf(position: number, begun: number, pace: number): Promise<void> {
  const wait = begun + position * pace - Date.now();
  if (pace > 0 && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
