import type { Surroundings } from './surroundings.ts';

/** Makes the timer functions, on the virtual clock. */
export function timersOf(around: Surroundings) {
  const timer = (milliseconds = 0, action: (...args: unknown[]) => void, args: unknown[], repeats: boolean) => {
    const pause = Math.max(1, Number(milliseconds) || 0);
    const ring = () => {
      if (repeats) handle.cancel = around.after(pause, ring);
      action(...args);
    };
    const handle = {
      cancel: around.after(pause, ring),
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
      refresh() {
        handle.cancel();
        handle.cancel = around.after(pause, ring);
        return handle;
      },
      [Symbol.toPrimitive]: () => 1,
    };
    return handle;
  };
  const clear = (handle?: { cancel?(): void }) => handle?.cancel?.();
  type Action = (...args: unknown[]) => void;
  return {
    setTimeout: (action: Action, milliseconds?: number, ...args: unknown[]) => timer(milliseconds, action, args, false),
    setInterval: (action: Action, milliseconds?: number, ...args: unknown[]) => timer(milliseconds, action, args, true),
    setImmediate: (action: Action, ...args: unknown[]) => ({ cancel: around.after(0, () => action(...args)) }),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}

/** Makes a `Date` whose present is a clock's. */
export function dateOf(now: () => number): DateConstructor {
  function SimulatedDate(...time: []) {
    if (!new.target) return new Date(now()).toString();
    return Reflect.construct(Date, time.length === 0 ? [now()] : time, new.target);
  }
  return Object.assign(SimulatedDate, { now, parse: Date.parse, UTC: Date.UTC, prototype: Date.prototype }) as never;
}
