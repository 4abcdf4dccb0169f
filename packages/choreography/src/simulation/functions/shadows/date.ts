/** A `Date` whose present is that of a clock. */
export function dateOf(now: () => number): DateConstructor {
  function SimulatedDate(...time: []) {
    if (!new.target) return new Date(now()).toString();
    return Reflect.construct(Date, time.length === 0 ? [now()] : time, new.target);
  }
  return Object.assign(SimulatedDate, { now, parse: Date.parse, UTC: Date.UTC, prototype: Date.prototype }) as never;
}
