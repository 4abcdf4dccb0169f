const FIRST_PAUSE_SECONDS = 30;
export const MAX_PAUSE_SECONDS = 900;

/**
 * The pause of a message after so many attempts (1, 2, …), in whole seconds: at most half a minute, doubled with each attempt up to a
 * quarter of an hour, and at least half of that. It is random, so that messages that failed together do not come back together.
 */
export function pauseAfter(attempts: number): number {
  const ceiling = Math.min(MAX_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (attempts - 1));
  return Math.ceil(ceiling * (0.5 + Math.random() / 2));
}

/** Milliseconds between the starts of two events of a batch, from the variable PACE_MS: 0 if the job has no rate. */
export const paceOf = ({ PACE_MS = '0' }: Readonly<Record<string, string | undefined>>): number => Number(PACE_MS);

/**
 * Waits until the event at a position of a batch (0, 1, …) may start. A batch also waits for the position after its last event, so that
 * the next batch, which Lambda delivers at once, keeps to the rate too.
 *
 * @param begun when the batch began, in milliseconds since 1970
 * @param pace milliseconds between two starts
 */
export async function waitForStart(position: number, begun: number, pace: number): Promise<void> {
  const wait = begun + position * pace - Date.now();
  if (pace > 0 && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
