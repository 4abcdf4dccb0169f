// How a thread tells how much memory it uses while its event loop goes round, without a message.

/** How often, in milliseconds: more often than it is looked at, so that a thread which is silent for a look runs without a pause. */
const BEAT_MS = 20;

/**
 * Writes into `shared`, two numbers, the bytes that `used` gives and how often it has written, from `begin` until `end`. It keeps no
 * thread alive.
 */
export function memoryBeat(shared, used) {
  const told = new Float64Array(shared);
  const { setInterval, clearInterval } = globalThis;
  let beating;
  return {
    begin() {
      beating ??= setInterval(() => {
        told[0] = used();
        told[1]++;
      }, BEAT_MS).unref();
    },
    end() {
      clearInterval(beating);
      beating = undefined;
    },
  };
}
