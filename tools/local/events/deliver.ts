import type { Clock } from '../clock.ts';
import type { Notice } from '../notice.ts';
import type { Event } from './event.ts';
import { UnfitInputError } from './input/input-transformer.ts';
import { targetInput } from './input/target-input.ts';
import { writeJson } from './json/exact-json.ts';
import type { Rule, Target } from './rule.ts';

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

/** What is handed to the service behind a target. */
export interface Delivery {
  readonly input: string;
  readonly event: Event;
  readonly rule: Rule;
  readonly target: Target;
}

/** What can be asked of the targets' services. Both throw a DeliveryError when the event is not taken. */
export interface Destinations {
  /** Hands the input to the service behind the target's ARN, on behalf of the rule. */
  deliver(delivery: Delivery): Promise<void>;
  sendToQueue(
    queueArn: string,
    body: string,
    attributes: Record<string, { DataType: string; StringValue: string }>,
  ): Promise<void>;
}

/** The longest pause between two attempts, in seconds. */
const LONGEST_PAUSE = 600;

/**
 * Delivers an event to one target: retried by the target's retry policy on the clock, with pauses that double, then set
 * aside in its dead-letter queue. Never throws: what becomes of the event is told by a notice.
 */
export async function deliver(
  event: Event,
  rule: Rule,
  target: Target,
  destinations: Destinations,
  notify: (notice: Notice) => void,
  clock: Pick<Clock, 'now' | 'wait'>,
): Promise<void> {
  const receivedAt = clock.now();
  const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = target.RetryPolicy ?? {};
  let waited = 0;
  for (let retries = 0; ; retries++) {
    let input: string | undefined;
    try {
      input = inputFor(target, event, rule, receivedAt);
      return await destinations.deliver({ input, event, rule, target });
    } catch (error) {
      if (!(error instanceof DeliveryError)) {
        return notify({ kind: 'fault', explanation: String((error as Error).stack ?? error) });
      }
      const pause = Math.min(LONGEST_PAUSE, 2 ** retries);
      const exhausted = !error.passing
        ? undefined
        : retries >= MaximumRetryAttempts
          ? 'MaximumRetryAttempts'
          : waited + pause > MaximumEventAgeInSeconds
            ? 'MaximumEventAgeInSeconds'
            : undefined;
      if (error.passing && !exhausted) {
        waited += pause;
        await clock.wait(pause * 1000);
        continue;
      }
      return notify({
        kind: 'delivery-failed',
        rule: rule.name,
        target: target.Arn,
        reason: error.message,
        deadLettered: await setAside(
          input ?? writeJson(event),
          rule,
          target,
          error,
          { retries, exhausted },
          destinations,
        ),
      });
    }
  }
}

function inputFor(...given: Parameters<typeof targetInput>): string {
  try {
    return targetInput(...given);
  } catch (error) {
    if (error instanceof UnfitInputError) throw new DeliveryError('INVALID_JSON', error.message);
    throw error;
  }
}

/** Whether the target's dead-letter queue, if it has one, took the event. */
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
  const attributes = {
    ERROR_CODE: text(error.code),
    ERROR_MESSAGE: text(error.message),
    RULE_ARN: text(rule.arn),
    TARGET_ARN: text(target.Arn),
    RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) },
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
  };
  return destinations.sendToQueue(queue, input, attributes).then(
    () => true,
    () => false,
  );
}
