// How a thread reports its memory use, without messages, as long as its event loop turns.

/** The interval in milliseconds: shorter than the reader's, so that a thread without a new beat runs code without a pause. */
const BEAT_MS = 20;

/**
 * Writes two numbers into `shared` regularly, from `begin` until `end`: the bytes that `used` returns, and how often it has written.
 * It keeps no thread alive.
 */
export function memoryBeat(shared, used) {
  const beat = new Float64Array(shared);
  const { setInterval, clearInterval } = globalThis;
  let beating;
  return {
    begin() {
      beating ??= setInterval(() => {
        beat[0] = used();
        beat[1]++;
      }, BEAT_MS).unref();
    },
    end() {
      clearInterval(beating);
      beating = undefined;
    },
  };
}
