/** How a thread reads the time that limits it, in milliseconds since 1970: `WorkingTime.now` by its memory. */
export function workingTime(shared) {
  const time = new BigInt64Array(shared);
  const realNow = Date.now;
  return () => (Number(Atomics.load(time, 0)) || realNow()) - Number(Atomics.load(time, 1));
}
