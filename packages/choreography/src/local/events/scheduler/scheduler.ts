import { timeOf } from '#local/events/event.ts';
import { type FailedDelivery, retried } from '#local/events/retry.ts';
import { uuid } from '#local/runtime/chance.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { DueTimes } from './due-times.ts';
import { handToTarget, type SchedulerServices } from './hand-to-target.ts';
import { type Execution, inputOf } from './input-of.ts';
import type { ScheduleRecord } from './schedule.ts';
import { Schedules } from './schedules.ts';

/** EventBridge Scheduler: calls the target of each schedule when it falls due, on the clock. */
export class Scheduler {
  readonly schedules: Schedules;
  readonly #dueTimes: DueTimes;

  constructor(
    private readonly services: SchedulerServices,
    private readonly clock: Pick<Clock, 'now' | 'after' | 'wait'>,
    inFlight: Pick<InFlight, 'track'>,
    private readonly notify: OnNotice,
    journal: Journal = NO_JOURNAL,
  ) {
    this.schedules = new Schedules(journal, clock.now());
    this.#dueTimes = new DueTimes(clock, journal, (schedule, due, isLast) => {
      void inFlight.track(() => this.#call(schedule, due, isLast));
    });
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.clock.now();
  }

  /** Begins with the schedules that were put so far; later ones begin at once. */
  start(): void {
    this.#dueTimes.start();
  }

  put(schedule: ScheduleRecord): void {
    this.schedules.put(schedule);
    this.#dueTimes.follow(schedule);
  }

  remove(arn: string): void {
    this.schedules.remove(arn);
    this.#dueTimes.forget(arn);
  }

  /** Removes a group with all that is in it (API reference: DeleteScheduleGroup). */
  removeGroup(arn: string): void {
    const inGroup = arn.replace(':schedule-group/', ':schedule/');
    for (const schedule of this.schedules.all()) if (schedule.arn.startsWith(`${inGroup}/`)) this.remove(schedule.arn);
    this.schedules.removeGroup(arn);
  }

  /** Goes on with the schedules that another run has kept. */
  restore(): void {
    for (const schedule of this.schedules.restore()) this.#dueTimes.follow(schedule);
  }

  stop(): void {
    this.#dueTimes.stop();
  }

  /** Never throws: a notice reports the outcome. */
  async #call(schedule: ScheduleRecord, due: number, isLast: boolean): Promise<void> {
    const { Target: target, ActionAfterCompletion } = schedule.properties;
    const execution: Execution = { due, id: uuid(), attempt: 0 };
    try {
      const hand = async () => {
        execution.attempt++;
        await handToTarget(schedule, inputOf(schedule, execution), this.services);
      };
      const givenUp = await retried(hand, target.RetryPolicy ?? {}, this.clock);
      if (givenUp)
        this.notify({
          kind: 'schedule-failed',
          schedule: schedule.name,
          target: target.Arn,
          reason: givenUp.error.message,
          deadLettered: await this.#setAside(schedule, execution, givenUp),
        });
    } catch (error) {
      this.notify({ kind: 'fault', explanation: `${schedule.arn}: ${String((error as Error).stack ?? error)}` });
    }
    // One that was made anew meanwhile is another.
    if (isLast && ActionAfterCompletion === 'DELETE' && this.schedules.find(schedule.arn) === schedule)
      this.remove(schedule.arn);
  }

  /** Whether the dead-letter queue, if there is one, took the input (user guide: "Configuring a dead-letter queue"). */
  async #setAside(
    schedule: ScheduleRecord,
    execution: Execution,
    { error, retries, exhausted }: FailedDelivery,
  ): Promise<boolean> {
    const { Target: target } = schedule.properties;
    const queue = target.DeadLetterConfig?.Arn;
    if (!queue) return false;
    const told = {
      ERROR_CODE: error.code,
      ERROR_MESSAGE: error.message,
      EXECUTION_ID: execution.id,
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(retries),
      SCHEDULED_TIME: timeOf(execution.due),
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: target.Arn,
      ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    const attributes = Object.fromEntries(
      Object.entries(told).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
    );
    try {
      this.services.authorize(schedule, { action: 'sqs:SendMessage', resource: queue });
      await this.services.toQueue(queue, inputOf(schedule, execution), attributes);
      return true;
    } catch {
      return false;
    }
  }
}
