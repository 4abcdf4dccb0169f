/** The least time between two lines, in milliseconds. */
const PAUSE_MS = 1000;

/** Returns what is called with the number done, and prints a line at most once a second: how many of `all`, how fast, and until when. */
export function redriveProgress(all: number, tell: (line: string) => void, now = Date.now): (done: number) => void {
  const begun = now();
  let printedAt = begun;
  return (done) => {
    const time = now();
    if (time - printedAt < PAUSE_MS || done === 0) return;
    printedAt = time;
    const perSecond = (done * 1000) / (time - begun);
    const end = new Date(time + (Math.max(0, all - done) * 1000) / perSecond);
    tell(`${done} of about ${all}, ${Math.round(perSecond)} a second, done at ${end.toLocaleTimeString('en-GB')}`);
  };
}
