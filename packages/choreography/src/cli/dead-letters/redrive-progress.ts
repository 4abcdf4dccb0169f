/** Progress is told so often, in milliseconds. */
const EVERY_MS = 1000;

/** Tells now and then how far something is of so many, how fast, and when it is done at that rate. */
export function progressOf(all: number, tell: (line: string) => void, now = Date.now): (done: number) => void {
  const begun = now();
  let told = begun;
  return (done) => {
    const time = now();
    if (time - told < EVERY_MS || done === 0) return;
    told = time;
    const perSecond = (done * 1000) / (time - begun);
    const end = new Date(time + (Math.max(0, all - done) * 1000) / perSecond);
    tell(`${done} of about ${all}, ${Math.round(perSecond)} a second, done at ${end.toLocaleTimeString('en-GB')}`);
  };
}
