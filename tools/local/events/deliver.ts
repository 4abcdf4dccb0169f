import type { Clock } from '../clock.ts';
import type { Notice } from '../notice.ts';
import type { Rule, Target } from './buses.ts';
import type { Event } from './event.ts';

/** Why a target did not take an event, as EventBridge names it in a dead-letter queue (user guide: "Using dead-letter queues"). */
export class DeliveryError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Whether trying again can help. */
    readonly passing = false,
  ) {
    super(message);
  }
}

/** What can be asked of the targets' services. Both throw a DeliveryError when the event is not taken. */
export interface Destinations {
  /** Hands the input to the service behind an ARN, on behalf of a rule. */
  deliver(targetArn: string, input: string, rule: Rule): Promise<void>;
  sendToQueue(
    queueArn: string,
    body: string,
    attributes: Record<string, { DataType: string; StringValue: string }>,
  ): Promise<void>;
}

/**
 * Delivers an event to one target: retried by the target's retry policy on the clock, then set aside in its
 * dead-letter queue. Never throws: what becomes of the event is told by a notice.
 */
export async function deliver(
  event: Event,
  rule: Rule,
  target: Target,
  destinations: Destinations,
  notify: (notice: Notice) => void,
  clock: Pick<Clock, 'wait'>,
): Promise<void> {
  const input = inputFor(event, target);
  const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = target.RetryPolicy ?? {};
  let waited = 0;
  for (let retries = 0; ; retries++) {
    try {
      return await destinations.deliver(target.Arn, input, rule);
    } catch (error) {
      if (!(error instanceof DeliveryError)) {
        return notify({ kind: 'fault', explanation: String((error as Error).stack ?? error) });
      }
      const pause = Math.min(60, 2 ** retries);
      const exhausted =
        retries >= MaximumRetryAttempts
          ? 'MaximumRetryAttempts'
          : waited + pause > MaximumEventAgeInSeconds
            ? 'MaximumEventAgeInSeconds'
            : undefined;
      if (error.passing && !exhausted) {
        waited += pause;
        await clock.wait(pause * 1000);
        continue;
      }
      const deadLettered = await setAside(input, rule, target, error, { retries, exhausted }, destinations);
      return notify({
        kind: 'delivery-failed',
        rule: rule.name,
        target: target.Arn,
        reason: error.message,
        deadLettered,
      });
    }
  }
}

async function setAside(
  input: string,
  rule: Rule,
  target: Target,
  error: DeliveryError,
  { retries, exhausted }: { retries: number; exhausted: string | undefined },
  destinations: Destinations,
): Promise<boolean> {
  const queue = target.DeadLetterConfig?.Arn;
  if (!queue) return false;
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  await destinations.sendToQueue(queue, input, {
    ERROR_CODE: text(error.code),
    ERROR_MESSAGE: text(error.message),
    RULE_ARN: text(rule.arn),
    TARGET_ARN: text(target.Arn),
    RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) },
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
  });
  return true;
}

/** What the target is given: a constant, a part of the event, or all of it (API reference: Target). */
function inputFor(event: Event, { Input, InputPath }: Target): string {
  if (Input !== undefined) return Input;
  if (InputPath === undefined || InputPath === '$') return JSON.stringify(event);
  const path = InputPath.replace(/^\$\./, '').split('.');
  const part = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
  return JSON.stringify(part ?? null);
}
