import { timeOf } from '#local/events/event.ts';
import { accountRegionIn } from '#local/runtime/account.ts';
import type { ScheduleRecord } from './schedule.ts';

/** One time that a schedule fell due. */
export interface Execution {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly due: number;
  /** From 1 on. */
  attempt: number;
}

/**
 * What the target is given: its input with the context attributes in it (user guide: "Adding context attributes"), or the
 * notification that stands for none.
 */
export function inputOf({ arn, properties }: ScheduleRecord, { due, id, attempt }: Execution): string {
  const { Input } = properties.Target;
  if (Input !== undefined)
    return Input.replaceAll('<aws.scheduler.schedule-arn>', arn)
      .replaceAll('<aws.scheduler.scheduled-time>', timeOf(due))
      .replaceAll('<aws.scheduler.execution-id>', id)
      .replaceAll('<aws.scheduler.attempt-number>', String(attempt));
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    ...accountRegionIn(arn),
    time: timeOf(due),
    resources: [arn],
    detail: '{}',
  });
}
