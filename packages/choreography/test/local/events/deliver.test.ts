import { describe, expect, it } from 'vitest';
import { DeliveryError, deliver } from '#local/events/deliver.ts';
import { newEvent } from '#local/events/event.ts';
import type { Rule, Target } from '#local/events/rule.ts';
import { Clock } from '#local/runtime/clock.ts';
import { InFlight } from '#local/runtime/in-flight.ts';
import type { Notice } from '#local/runtime/notice.ts';

const rule = { name: 'r', arn: 'arn:aws:events:us-east-1:000000000000:rule/r' } as Rule;
const event = newEvent({ source: 's', detailType: 'T', resources: [], detail: {} }, 0);
const MINUTE = 60_000;

/** Delivers to a target that fails `failures` times, on a held clock. */
function delivery(policy: Target['RetryPolicy'], failures: number, passing = true) {
  const inFlight = new InFlight();
  const clock = new Clock(inFlight);
  clock.hold();
  const attempts: number[] = [];
  const deadLetters: { body: string; attributes: Record<string, { StringValue: string }> }[] = [];
  const notices: Notice[] = [];
  const began = clock.now();
  void inFlight.track(() =>
    deliver(
      event,
      rule,
      { Id: 't', Arn: 'arn:target', DeadLetterConfig: { Arn: 'arn:dlq' }, ...(policy && { RetryPolicy: policy }) },
      {
        deliver: async () => {
          attempts.push(Math.round((clock.now() - began) / 1000));
          if (attempts.length <= failures) throw new DeliveryError('THROTTLING', 'Rate exceeded', passing);
        },
        sendToQueue: async (_, body, attributes) => void deadLetters.push({ body, attributes }),
      },
      (notice) => notices.push(notice),
      clock,
    ),
  );
  return { clock, attempts, deadLetters, notices };
}

const told = (letter: { attributes: Record<string, { StringValue: string }> } | undefined) =>
  Object.fromEntries(Object.entries(letter?.attributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]));

describe('delivery to a target', () => {
  it('is repeated with pauses that double until it is taken', async () => {
    const { clock, attempts, notices } = delivery(undefined, 4);
    await clock.moveBy(MINUTE);
    expect(attempts).toEqual([0, 1, 3, 7, 15]);
    expect(notices).toEqual([]);
  });

  it('ends in the dead-letter queue after the attempts of the retry policy, with EventBridge’s attributes', async () => {
    const { clock, attempts, deadLetters, notices } = delivery({ MaximumRetryAttempts: 2 }, 9);
    await clock.moveBy(MINUTE);
    expect(attempts).toHaveLength(3);
    expect(JSON.parse(deadLetters[0]?.body ?? '')).toEqual(event);
    expect(told(deadLetters[0])).toEqual({
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: 'Rate exceeded',
      RULE_ARN: rule.arn,
      TARGET_ARN: 'arn:target',
      RETRY_ATTEMPTS: '2',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
    expect(notices).toMatchObject([{ kind: 'delivery-failed', rule: 'r', deadLettered: true }]);
  });

  it('ends at the age of the retry policy', async () => {
    const { clock, attempts, deadLetters } = delivery({ MaximumEventAgeInSeconds: 60 }, 99);
    await clock.moveBy(2 * MINUTE);
    expect(attempts).toEqual([0, 1, 3, 7, 15, 31]);
    expect(told(deadLetters[0])).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
  });

  it('is tried for 24 hours by default', async () => {
    const { clock, deadLetters } = delivery(undefined, 999);
    await clock.moveBy(23 * 60 * MINUTE);
    expect(deadLetters).toEqual([]);
    await clock.moveBy(60 * MINUTE);
    expect(deadLetters).toHaveLength(1);
  });

  it('is not repeated when that cannot help', async () => {
    const { clock, attempts, deadLetters } = delivery(undefined, 9, false);
    await clock.moveBy(MINUTE);
    expect(attempts).toEqual([0]);
    expect(told(deadLetters[0])).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });
});
