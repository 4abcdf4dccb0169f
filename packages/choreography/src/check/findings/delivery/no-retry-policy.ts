import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';

/** Targets without a decision on how long EventBridge retries. */
export const noRetryPolicy: Check = ({ consumers }) =>
  consumers
    .filter(({ retryPolicy }) => !retryPolicy)
    .map((consumer) =>
      finding('no-retry-policy', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `The rule that brings ${heardBy(consumer)} to ${jobName(consumer.target)} has no retry policy.`,
        why: 'How long an event is tried again, and how late it may still arrive, is left to the default of EventBridge.',
        remedy:
          'Give the target a RetryPolicy with MaximumEventAgeInSeconds (at most 86400) and MaximumRetryAttempts (at most 185).',
      }),
    );
