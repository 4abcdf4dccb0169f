import type { Clock } from '#local/runtime/clock.ts';
import type { Notice } from '#local/runtime/notice.ts';
import { type Event, eventText } from './event.ts';
import { UnfitInputError } from './input/input-transformer.ts';
import { targetInput } from './input/target-input.ts';
import { DeliveryError, type FailedDelivery, retried } from './retry.ts';
import type { Rule, Target } from './rule.ts';

export { DeliveryError };

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

/**
 * Delivers an event to one target: retried by the target's retry policy on the clock, then set aside in its dead-letter queue.
 * Never throws: a notice reports the outcome.
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
  try {
    const givenUp = await retried(
      async () => destinations.deliver({ input: inputFor(target, event, rule, receivedAt), event, rule, target }),
      target.RetryPolicy ?? {},
      clock,
    );
    if (!givenUp) return;
    // What makes no input is set aside as it came.
    const body =
      givenUp.error.code === 'INVALID_JSON' ? eventText(event) : targetInput(target, event, rule, receivedAt);
    notify({
      kind: 'delivery-failed',
      rule: rule.name,
      target: target.Arn,
      reason: givenUp.error.message,
      deadLettered: await setAside(body, rule, target, givenUp, destinations),
    });
  } catch (error) {
    notify({ kind: 'fault', explanation: String((error as Error).stack ?? error) });
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
  { error, retries, exhausted }: FailedDelivery,
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
