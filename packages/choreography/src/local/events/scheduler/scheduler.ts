import { createHash } from 'node:crypto';
import { timeOf } from '#local/events/event.ts';
import { type FailedDelivery, retried } from '#local/events/retry.ts';
import { ACCOUNT, REGION } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { handToTarget, type SchedulerServices } from './hand-to-target.ts';
import type { Schedule } from './schedule.ts';

/** EventBridge Scheduler: calls the target of each schedule when it falls due, on the clock. */
export class Scheduler {
  readonly #schedules = new Map<string, Schedule>();
  /** What calls off the next time of a schedule, and the call that is under way to it, by ARN. */
  readonly #running = new Map<string, () => void>();
  #started = false;

  constructor(
    private readonly services: SchedulerServices,
    private readonly clock: Pick<Clock, 'now' | 'after' | 'wait'>,
    private readonly inFlight: Pick<InFlight, 'track'>,
    private readonly notify: OnNotice,
  ) {}

  /** Begins with the schedules that were put so far; later ones begin at once. */
  start(): void {
    this.#started = true;
    for (const schedule of this.#schedules.values()) this.#follow(schedule);
  }

  put(schedule: Schedule): void {
    this.remove(schedule.arn);
    this.#schedules.set(schedule.arn, schedule);
    if (this.#started) this.#follow(schedule);
  }

  remove(arn: string): void {
    this.#schedules.delete(arn);
    this.#running.get(arn)?.();
    this.#running.delete(arn);
  }

  stop(): void {
    for (const arn of [...this.#schedules.keys()]) this.remove(arn);
  }

  #follow(schedule: Schedule): void {
    if (!schedule.enabled) return;
    const next = schedule.occurrences(this.clock.now());
    const calls = new Set<() => void>();
    const later = (at: number, act: () => void): void => {
      const cancel = this.clock.after(at - this.clock.now(), () => {
        calls.delete(cancel);
        act();
      });
      calls.add(cancel);
    };
    const from = (after: number): void => {
      const due = next(after);
      if (due === undefined) return;
      later(due, () => {
        from(due);
        later(due + delayWithin(schedule, due), () => void this.inFlight.track(() => this.#call(schedule, due)));
      });
    };
    // What falls due now falls due.
    from(this.clock.now() - 1);
    this.#running.set(schedule.arn, () => {
      for (const cancel of calls) cancel();
    });
  }

  /** Never throws: what becomes of a call is told by a notice. */
  async #call(schedule: Schedule, due: number): Promise<void> {
    const { target, arn, name } = schedule;
    const execution = uuid();
    let attempt = 0;
    const input = () => inputOf(schedule, { due, execution, attempt });
    try {
      const hand = async () => {
        attempt++;
        await handToTarget(schedule, input(), this.services);
      };
      const givenUp = await retried(hand, target.RetryPolicy ?? {}, this.clock);
      if (!givenUp) return;
      const deadLettered = await this.#setAside(schedule, input(), givenUp, { due, execution });
      this.notify({
        kind: 'schedule-failed',
        schedule: name,
        target: target.Arn,
        reason: givenUp.error.message,
        deadLettered,
      });
    } catch (error) {
      this.notify({ kind: 'fault', explanation: `${arn}: ${String((error as Error).stack ?? error)}` });
    }
  }

  /** Whether the dead-letter queue, if there is one, took the input (user guide: "Configuring a dead-letter queue"). */
  async #setAside(
    { target, arn, name }: Schedule,
    input: string,
    { error, retries, exhausted }: FailedDelivery,
    { due, execution }: { due: number; execution: string },
  ): Promise<boolean> {
    const queue = target.DeadLetterConfig?.Arn;
    if (!queue) return false;
    const told = {
      ERROR_CODE: error.code,
      ERROR_MESSAGE: error.message,
      EXECUTION_ID: execution,
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(retries),
      SCHEDULED_TIME: timeOf(due),
      SCHEDULE_ARN: arn,
      TARGET_ARN: target.Arn,
      ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    const attributes = Object.fromEntries(
      Object.entries(told).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
    );
    try {
      this.services.authorize(name, target.RoleArn, { action: 'sqs:SendMessage', resource: queue });
      await this.services.toQueue(queue, input, attributes);
      return true;
    } catch {
      return false;
    }
  }
}

/** When within its flexible window a schedule calls, in milliseconds after it falls due: by chance, but the same in each run. */
function delayWithin({ arn, window }: Schedule, due: number): number {
  if (window === 0) return 0;
  const chance = createHash('sha256').update(`${arn} ${due}`).digest().readUInt32BE() / 2 ** 32;
  return Math.floor(chance * window);
}

/** What the target is given: its input with the context attributes in it, or the notification that stands for none. */
function inputOf(
  { arn, target }: Schedule,
  { due, execution, attempt }: { due: number; execution: string; attempt: number },
): string {
  if (target.Input !== undefined)
    return target.Input.replaceAll('<aws.scheduler.schedule-arn>', arn)
      .replaceAll('<aws.scheduler.scheduled-time>', timeOf(due))
      .replaceAll('<aws.scheduler.execution-id>', execution)
      .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
  return JSON.stringify({
    version: '0',
    id: execution,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: ACCOUNT,
    time: timeOf(due),
    region: REGION,
    resources: [arn],
    detail: '{}',
  });
}
