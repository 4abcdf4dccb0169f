import { createHash } from 'node:crypto';
import type { RetryPolicy } from '#local/events/retry.ts';
import { TimeZone } from '#local/events/schedule/time-zone.ts';
import { type AccountRegion, accountRegionIn } from '#local/runtime/account.ts';
import { type Occurrences, occurrencesOf } from './occurrences.ts';

/** A target of EventBridge Scheduler (API reference: Target). */
export interface ScheduleTarget {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly EventBridgeParameters?: { readonly DetailType: string; readonly Source: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly RetryPolicy?: RetryPolicy;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** A schedule as CreateSchedule takes it, and a template. */
export interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  /** ISO 8601 in a template, seconds since 1970 in a call. */
  readonly StartDate?: string | number;
  readonly EndDate?: string | number;
  readonly FlexibleTimeWindow: { readonly Mode: string; readonly MaximumWindowInMinutes?: number };
  readonly State?: string;
  readonly Description?: string;
  readonly KmsKeyArn?: string;
  /** Not a property of the resource type. */
  readonly ActionAfterCompletion?: string;
  readonly Target: ScheduleTarget;
}

/** A schedule as it was made, in what JSON can say. */
export interface ScheduleRecord {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly properties: ScheduleProperties;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly ofTemplate: boolean;
  /** What a call that is made again is known by. */
  readonly clientToken?: string | undefined;
}

/** When a schedule falls due. Undefined for an expression that is none. @throws RangeError for a time zone that is none */
export function occurrencesIn({ ScheduleExpression, ...given }: ScheduleProperties): Occurrences | undefined {
  return occurrencesOf({
    expression: ScheduleExpression,
    zone: new TimeZone(given.ScheduleExpressionTimezone ?? 'UTC'),
    start: dateOf(given.StartDate),
    end: dateOf(given.EndDate),
  });
}

/** In milliseconds since 1970; NaN for what is no date. */
export const dateOf = (given: string | number | undefined): number | undefined =>
  typeof given === 'string' ? Date.parse(given) : given === undefined ? undefined : given * 1000;

export const isEnabled = ({ properties: { State } }: ScheduleRecord): boolean => State !== 'DISABLED';

/** Where a schedule is. */
export const whereaboutsOf = ({ arn }: Pick<ScheduleRecord, 'arn'>): AccountRegion => accountRegionIn(arn);

/** When within its flexible window a schedule calls, in milliseconds after it falls due: by chance, but the same in each run. */
export function delayWithin({ arn, properties }: ScheduleRecord, due: number): number {
  const { Mode, MaximumWindowInMinutes = 0 } = properties.FlexibleTimeWindow;
  if (Mode === 'OFF') return 0;
  const chance = createHash('sha256').update(`${arn} ${due}`).digest().readUInt32BE() / 2 ** 32;
  return Math.floor(chance * MaximumWindowInMinutes * 60_000);
}
