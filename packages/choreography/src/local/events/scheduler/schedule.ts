import type { RetryPolicy } from '#local/events/retry.ts';
import { TimeZone } from '#local/events/schedule/time-zone.ts';
import { InputError } from '#template/input-error.ts';
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

/** A schedule as a template has it (API reference: CreateSchedule). */
export interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  /** ISO 8601. */
  readonly StartDate?: string;
  readonly EndDate?: string;
  readonly FlexibleTimeWindow: { readonly Mode: string; readonly MaximumWindowInMinutes?: number };
  readonly State?: string;
  readonly Target: ScheduleTarget;
}

export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly occurrences: Occurrences;
  /** Within so many milliseconds after a time that it falls due, its target is called. */
  readonly window: number;
  readonly target: ScheduleTarget;
}

const MAX_WINDOW_MINUTES = 1440;

/** Reads a schedule. Throws an InputError with what EventBridge Scheduler would refuse. */
export function readSchedule(name: string, arn: string, given: ScheduleProperties): Schedule {
  return {
    name,
    arn,
    enabled: given.State !== 'DISABLED',
    occurrences: occurrencesIn(given),
    window: windowOf(given.FlexibleTimeWindow),
    target: given.Target,
  };
}

function occurrencesIn({ ScheduleExpression, ScheduleExpressionTimezone, ...given }: ScheduleProperties): Occurrences {
  const occurrences = occurrencesOf({
    expression: ScheduleExpression,
    zone: timeZone(ScheduleExpressionTimezone ?? 'UTC'),
    start: dateIn('StartDate', given.StartDate),
    end: dateIn('EndDate', given.EndDate),
  });
  if (!occurrences) throw new InputError(`Invalid Schedule Expression ${ScheduleExpression}.`);
  return occurrences;
}

function timeZone(name: string): TimeZone {
  try {
    return new TimeZone(name);
  } catch {
    throw new InputError(`The ScheduleExpressionTimezone "${name}" is not a time zone of the IANA database.`);
  }
}

function dateIn(property: string, text: string | undefined): number | undefined {
  const date = text === undefined ? undefined : Date.parse(text);
  if (Number.isNaN(date))
    throw new InputError(`The ${property} "${text}" is no date. Write one as 2030-01-31T12:00:00Z`);
  return date;
}

function windowOf({ Mode, MaximumWindowInMinutes }: ScheduleProperties['FlexibleTimeWindow']): number {
  if (Mode === 'OFF' && MaximumWindowInMinutes === undefined) return 0;
  const minutes = Number(MaximumWindowInMinutes);
  if (Mode !== 'FLEXIBLE' || !(minutes >= 1 && minutes <= MAX_WINDOW_MINUTES))
    throw new InputError(
      `A FlexibleTimeWindow is {"Mode": "OFF"}, or {"Mode": "FLEXIBLE"} with MaximumWindowInMinutes from 1 to ${MAX_WINDOW_MINUTES}; this one is ${JSON.stringify({ Mode, MaximumWindowInMinutes })}`,
    );
  return minutes * 60_000;
}
