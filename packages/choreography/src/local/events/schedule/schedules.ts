import type { Rule } from '#local/events/rule.ts';
import type { Clock } from '#local/runtime/clock.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { nextTimes } from './next-times.ts';

/** Rings for each rule that has a schedule whenever it falls due, on the clock. */
export class Schedules {
  readonly #running = new Map<string, () => void>();
  #started = false;
  readonly #waiting = new Map<string, Rule>();

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'after'>,
    private readonly ring: (rule: Rule) => void,
    private readonly journal: Journal = NO_JOURNAL,
  ) {}

  /** Begins with the schedules that were put so far; later ones begin at once. */
  start(): void {
    this.#started = true;
    for (const rule of this.#waiting.values()) this.put(rule);
    this.#waiting.clear();
  }

  /** Follows a rule's schedule, instead of the one that it had. */
  put(rule: Rule): void {
    this.remove(rule);
    if (rule.schedule === undefined) return;
    if (!this.#started) {
      this.#waiting.set(rule.arn, rule);
      return;
    }
    const next = nextTimes(rule.schedule);
    const key = `schedule/${rule.arn}`;
    const follow = (from: number) => {
      const due = next(from);
      if (due === undefined) return;
      this.journal.put(key, { schedule: rule.schedule, from });
      const cancel = this.clock.after(due - this.clock.now(), () => {
        // What fell due while nothing ran is made up for once.
        follow(Math.max(due, lastBefore(next, due, this.clock.now())));
        this.ring(rule);
      });
      this.#running.set(rule.arn, cancel);
    };
    const known = this.journal.get(key) as { schedule: string; from: number } | undefined;
    follow(known?.schedule === rule.schedule ? known.from : this.clock.now());
  }

  remove(rule: Rule): void {
    this.#waiting.delete(rule.arn);
    this.#running.get(rule.arn)?.();
    this.#running.delete(rule.arn);
  }

  stop(): void {
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }
}

/** The last time at which something fell due by now, after one at which it did. */
function lastBefore(next: ReturnType<typeof nextTimes>, due: number, now: number): number {
  let last = due;
  for (let later = next(last); later !== undefined && later <= now; later = next(last)) last = later;
  return last;
}
