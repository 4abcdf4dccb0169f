import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { type AccountRegion, accountRegionIn } from '#local/runtime/account.ts';
import { targetCallOf, whyNoTarget } from './hand-to-target.ts';
import { dateOf, occurrencesIn, type ScheduleProperties, type ScheduleTarget } from './schedule.ts';

const MAX_WINDOW_MINUTES = 1440;
const MAX_AGE_OF_START = 300_000;

/**
 * Throws what EventBridge Scheduler answers to a schedule that it does not take. Its words were told by those who got them from
 * AWS: badmintoncryer/cdk-preflight (rules pf-scheduler-*, 2026-09), and localstack/localstack, tests/aws/services/scheduler.
 *
 * @param at where the schedule is
 * @param now milliseconds since 1970; undefined if its start is not asked for, as of a schedule that was made before
 */
export function judgeSchedule(schedule: ScheduleProperties, at: AccountRegion, now?: number): void {
  judgeTimes(schedule, now);
  judgeWindow(schedule.FlexibleTimeWindow);
  judgeTarget(schedule.Target, at);
}

function judgeTimes(schedule: ScheduleProperties, now: number | undefined): void {
  const { ScheduleExpression, ScheduleExpressionTimezone } = schedule;
  const start = dateIn('StartDate', schedule.StartDate);
  const end = dateIn('EndDate', schedule.EndDate);
  if (start !== undefined && end !== undefined && start >= end)
    throw validationError('The StartDate you specify must come before the EndDate.');
  if (start !== undefined && now !== undefined && start < now - MAX_AGE_OF_START)
    throw validationError('The StartDate you specify cannot be earlier than 5 minutes ago.');
  let occurrences: ReturnType<typeof occurrencesIn>;
  try {
    occurrences = occurrencesIn(schedule);
  } catch {
    throw validationError(
      `The ScheduleExpressionTimezone "${ScheduleExpressionTimezone}" is not a time zone of the IANA database.`,
    );
  }
  if (!occurrences) throw validationError(`Invalid Schedule Expression ${ScheduleExpression}.`);
}

function dateIn(property: string, given: string | number | undefined): number | undefined {
  const date = dateOf(given);
  if (Number.isNaN(date))
    throw validationError(`The ${property} "${given}" is no date. Write one as 2030-01-31T12:00:00Z`);
  return date;
}

function judgeWindow({ Mode, MaximumWindowInMinutes }: ScheduleProperties['FlexibleTimeWindow']): void {
  if (Mode === 'OFF') {
    if (MaximumWindowInMinutes === undefined) return;
    throw validationError('MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.');
  }
  if (Mode === 'FLEXIBLE' && MaximumWindowInMinutes === undefined)
    throw validationError('MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.');
  const minutes = Number(MaximumWindowInMinutes);
  if (Mode !== 'FLEXIBLE' || !(minutes >= 1 && minutes <= MAX_WINDOW_MINUTES))
    throw validationError(
      `A FlexibleTimeWindow is {"Mode": "OFF"}, or {"Mode": "FLEXIBLE"} with MaximumWindowInMinutes from 1 to ${MAX_WINDOW_MINUTES}; this one is ${JSON.stringify({ Mode, MaximumWindowInMinutes })}.`,
    );
}

/** The parameters of a target that go with the service in its ARN. */
const OF_SERVICE: Readonly<Record<string, string>> = {
  EcsParameters: 'ecs',
  EventBridgeParameters: 'events',
  KinesisParameters: 'kinesis',
  SageMakerPipelineParameters: 'sagemaker',
  SqsParameters: 'sqs',
};

function judgeTarget(target: ScheduleTarget, at: AccountRegion): void {
  const { Arn, Input } = target;
  const [, , service = '', , account, , , call = ''] = Arn.split(':');
  const { region } = accountRegionIn(Arn);
  if (region !== '' && region !== at.region)
    throw validationError(`The target ARN provided does not match the current region ${at.region}.`);
  if (service === 'scheduler' && (region !== '' || account !== ''))
    throw validationError('scheduler is not a supported service for a target.');
  if (service === 'scheduler' && /^(?:get|describe|list)/.test(call))
    throw validationError(`${call} API is not supported.`);
  if (service === 'scheduler' && Input === undefined)
    throw validationError('You must provide an input to set this target for your schedule.');
  judgeParameters(target, service);
  if (Input !== undefined && TAKES_JSON.has(service) && !isJson(Input))
    throw validationError('JSON syntax error in input for the target.');
  if (!targetCallOf(Arn)) throw new AwsError('UnsupportedOperationException', `${sentence(whyNoTarget(Arn))}.`);
}

function judgeParameters(target: ScheduleTarget, service: string): void {
  for (const [name, itsService] of Object.entries(OF_SERVICE))
    if (Object(target)[name] !== undefined && service !== itsService)
      throw validationError(`Parameters ${name} not supported for the target.`);
  const isFifo = target.Arn.endsWith('.fifo');
  if (service === 'sqs' && isFifo && target.SqsParameters === undefined)
    throw validationError('Parameters SqsParameters must be specified.');
  if (service === 'sqs' && !isFifo && target.SqsParameters?.MessageGroupId !== undefined)
    throw validationError('Parameters MessageGroupId not valid for the target.');
  if (service === 'events' && target.EventBridgeParameters === undefined)
    throw validationError('Parameters EventBridgeParameters must be specified.');
}

/** Services whose input is JSON; others take any text (API reference: Target). */
const TAKES_JSON: ReadonlySet<string> = new Set(['lambda', 'events', 'scheduler']);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
