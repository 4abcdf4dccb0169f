/**
 * A `Date` with the runtime's time instead of the real one: the time at which the clock is held, or else the real
 * time plus how far the clock is ahead of it, in milliseconds.
 */
export function clockDate(RealDate, shared) {
  const clock = new BigInt64Array(shared);
  const now = () => {
    const heldAt = Atomics.load(clock, 0);
    return heldAt === 0n ? RealDate.now() + Number(Atomics.load(clock, 1)) : Number(heldAt);
  };
  function ClockDate(...time) {
    if (!new.target) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, time.length === 0 ? [now()] : time, new.target);
  }
  ClockDate.now = now;
  ClockDate.parse = RealDate.parse;
  ClockDate.UTC = RealDate.UTC;
  ClockDate.prototype = RealDate.prototype;
  ClockDate.prototype.constructor = ClockDate;
  return ClockDate;
}
