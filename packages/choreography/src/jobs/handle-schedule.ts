import type { Context, ScheduledEvent } from 'aws-lambda';
import * as z from 'zod';
import type { Participant } from '#contracts/define-participant.ts';
import { handle } from './handle.ts';
import { ofKind } from './job-kind.ts';
import type { Decide } from './once/decide-once.ts';
import { type RetriedHandler, withRetries } from './retry/with-retries.ts';

/** What a job that runs by a schedule accepts: the time that it is due, as EventBridge writes it. */
export const Due = z.object({ time: z.iso.datetime() });

export type Due = z.output<typeof Due>;

/** What Lambda calls when a schedule is due. */
export type ScheduleHandler = RetriedHandler<ScheduledEvent>;

/**
 * The Lambda handler of a job that runs by a schedule, once for each time that it is due: EventBridge may bring one time
 * twice (EventBridge user guide: "Creating a scheduled rule"). Declare it with `accepts: Due, oncePer: 'time'`.
 */
export function handleSchedule<P extends Participant, Name extends keyof P['jobs'] & string>(
  participant: P,
  name: Name,
  decide: Decide<Due>,
): ScheduleHandler {
  const due = handle(participant, name, decide as Decide<unknown> as never);
  return ofKind(
    'schedule',
    withRetries(({ time, ...event }: ScheduledEvent, context: Context) =>
      due({ ...event, time, detail: { data: { time } } }, context),
    ),
  );
}
