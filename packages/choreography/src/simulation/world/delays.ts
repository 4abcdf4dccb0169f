import type { Cause } from './cause.ts';

/*
 * How long what happens between calls takes. Durations have few values, so that what begins together often goes on together: the races
 * between two runs are those that have to be found.
 */

/** A rule's event reaches its target after so many milliseconds: a part of a second, or minutes. */
export function routeMs(cause: Cause, isLate: boolean, isEven: boolean): number {
  if (isLate) return 60_000 * (1 + 20 * cause.draw('how late'));
  return 20 + 400 * (isEven ? 0.25 : (Math.floor(8 * cause.draw('route')) / 8) ** 3);
}

/** A duplicate reaches it after so many milliseconds: while the other, which takes `route`, is handled, or up to a quarter of an hour later. */
export function againMs(cause: Cause, route: number): number {
  const gap = [0, 1000, 60_000, 900_000][Math.floor(4 * cause.draw('gap'))] ?? 0;
  return gap === 0 ? route + Math.floor(8 * cause.draw('pause')) : gap * (0.2 + cause.draw('pause'));
}

/** The median time until a warm environment, or a new one, runs a function's code, in milliseconds. */
const WARM_START_MS = 8;
export const COLD_START_MS = 400;

/** A function's code runs after so many milliseconds. */
export const startMs = (cause: Cause, isWarm: boolean, isEven: boolean): number =>
  (isWarm ? WARM_START_MS : COLD_START_MS) * (isEven ? 1 : 0.5 + Math.floor(3 * cause.draw('start')) / 2);

/** A call takes so many milliseconds, mostly near the median, sometimes several times as long: its mean if it is even. */
export const callMs = (cause: Cause, median: number, isEven: boolean): number =>
  median * (0.4 + (isEven ? 0.25 : cause.draw('latency') ** 3) * 6);

/** The median latency of each call unless `World.latency` is set, in milliseconds. */
export const MEDIAN_MS = 6;
