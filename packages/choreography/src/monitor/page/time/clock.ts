import { useEffect } from 'preact/hooks';
import { makeStore, useStore } from '#monitor/page/store.ts';

/** How far the monitor's clock is ahead of this machine's, in milliseconds: its clock decides what is late. */
let ahead = 0;

/** Sets this page's clock by the time of the monitor's latest answer (ISO 8601). */
export function setClock(now: string): void {
  const difference = Date.parse(now) - Date.now();
  // An answer is on its way for a while: less than that is no difference.
  if (Math.abs(difference - ahead) > 1500) ahead = Math.abs(difference) > 1500 ? difference : 0;
  tick.set(monitorNow());
}

/** The monitor's time in Unix milliseconds. */
const monitorNow = (): number => Date.now() + ahead;

const tick = makeStore(monitorNow());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The monitor's time, each second anew. */
export function useNow(): number {
  useEffect(() => {
    watchers++;
    timer ??= setInterval(() => tick.set(monitorNow()), 1000);
    return () => {
      watchers--;
      if (watchers > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return useStore(tick);
}
