import type { NextTime } from '#local/events/schedule/cron.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { Journal } from '#local/state/journal.ts';
import { delayWithin, isEnabled, occurrencesIn, type ScheduleRecord } from './schedule.ts';

/** A time that fell due. @param isLast whether the schedule never falls due again */
type Ring = (schedule: ScheduleRecord, due: number, isLast: boolean) => void;

/** How far a schedule has come, as it is kept: one that was changed begins anew. */
interface Progress {
  readonly expression: string;
  readonly madeAt: number;
  /** It falls due after this time, in milliseconds since 1970. */
  readonly after: number;
}

/** Rings when schedules fall due, within their flexible windows, on the clock. */
export class DueTimes {
  /** What calls off the next time of a schedule, and the calls within its window, by ARN. */
  readonly #running = new Map<string, () => void>();
  readonly #waiting = new Map<string, ScheduleRecord>();
  #started = false;

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'after'>,
    private readonly journal: Journal,
    private readonly ring: Ring,
  ) {}

  /** Begins with the schedules that are followed so far; later ones begin at once. */
  start(): void {
    this.#started = true;
    for (const schedule of this.#waiting.values()) this.follow(schedule);
    this.#waiting.clear();
  }

  /** Follows a schedule, instead of the one that had its ARN. */
  follow(schedule: ScheduleRecord): void {
    this.#cancel(schedule.arn);
    if (!isEnabled(schedule)) this.journal.delete(keyOf(schedule.arn));
    else if (this.#started) this.#begin(schedule);
    else this.#waiting.set(schedule.arn, schedule);
  }

  forget(arn: string): void {
    this.#cancel(arn);
    this.journal.delete(keyOf(arn));
  }

  stop(): void {
    for (const arn of [...this.#running.keys()]) this.#cancel(arn);
  }

  #cancel(arn: string): void {
    this.#waiting.delete(arn);
    this.#running.get(arn)?.();
    this.#running.delete(arn);
  }

  #begin(schedule: ScheduleRecord): void {
    const { madeAt, after } = this.#progressOf(schedule);
    const next = occurrencesIn(schedule.properties)?.(madeAt);
    if (!next) return;
    const calls = new Set<() => void>();
    const at = (time: number, act: () => void): void => {
      const cancel = this.clock.after(time - this.clock.now(), () => {
        calls.delete(cancel);
        act();
      });
      calls.add(cancel);
    };
    const from = (time: number): void => {
      const due = next(time);
      if (due === undefined) return;
      at(due, () => {
        // What fell due while nothing ran is made up for once.
        const last = lastBy(this.clock.now(), next, due);
        this.#keep(schedule, madeAt, last);
        from(last);
        at(due + delayWithin(schedule, due), () => this.ring(schedule, due, next(last) === undefined));
      });
    };
    from(after);
    this.#running.set(schedule.arn, () => {
      for (const cancel of calls) cancel();
    });
  }

  #progressOf(schedule: ScheduleRecord): Progress {
    const kept = this.journal.get(keyOf(schedule.arn)) as Progress | undefined;
    if (kept?.expression === expressionOf(schedule)) return kept;
    const madeAt = this.clock.now();
    // What falls due now falls due.
    return this.#keep(schedule, madeAt, madeAt - 1);
  }

  #keep(schedule: ScheduleRecord, madeAt: number, after: number): Progress {
    const progress = { expression: expressionOf(schedule), madeAt, after };
    this.journal.put(keyOf(schedule.arn), progress);
    return progress;
  }
}

const keyOf = (arn: string): string => `scheduler/due/${arn}`;

/** All that says when a schedule falls due. */
const expressionOf = ({ modifiedAt, ofTemplate, properties }: ScheduleRecord): string =>
  JSON.stringify([
    properties.ScheduleExpression,
    properties.ScheduleExpressionTimezone,
    properties.StartDate,
    properties.EndDate,
    // A call makes a schedule anew, a template with every start.
    ofTemplate ? undefined : modifiedAt,
  ]);

/** The last time at which something fell due by now, after one at which it did. */
function lastBy(now: number, next: NextTime, due: number): number {
  let last = due;
  for (let later = next(last); later !== undefined && later <= now; later = next(last)) last = later;
  return last;
}
