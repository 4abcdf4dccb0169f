import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';

/** Targets whose events are lost when they cannot be delivered. */
export const noDeadLetterQueue: Check = ({ consumers }) =>
  consumers
    .filter(({ deadLetter }) => !deadLetter)
    .map((consumer) =>
      finding('no-dead-letter-queue', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `The rule that brings ${heardBy(consumer)} to ${jobName(consumer.target)} has no dead-letter queue.`,
        why: 'An event that EventBridge cannot deliver is dropped without a trace.',
        remedy:
          'Give the target a DeadLetterConfig with an SQS queue, and the queue a policy that lets the rule send to it.',
      }),
    );
