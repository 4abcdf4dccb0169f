import type { Clock } from '#local/runtime/clock.ts';
import type { Journal } from './journal.ts';

/** How a clock is set; in a snapshot, also when that was taken, by that clock, in milliseconds since 1970. */
type KeptClock = Clock['setting'] & { readonly stoodAt?: number };

/** Restores the clock of another run or of a snapshot, and journals its setting from now on. */
export function followClock(clock: Clock, journal: Journal): void {
  const kept = journal.get('clock') as KeptClock | undefined;
  if (kept) {
    const { stoodAt, heldAt, ahead } = kept;
    clock.restore({
      ahead: stoodAt === undefined ? ahead : stoodAt - Date.now(),
      ...(heldAt !== undefined && { heldAt }),
    });
    journal.put('clock', clock.setting);
  }
  clock.onSet(() => journal.put('clock', clock.setting));
}
