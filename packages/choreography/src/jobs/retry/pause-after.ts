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
