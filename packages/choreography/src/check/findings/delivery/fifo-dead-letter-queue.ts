import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';

/** Targets with a dead-letter queue that EventBridge refuses (user guide: dead-letter queues are standard queues). */
export const fifoDeadLetterQueue: Check = ({ consumers }) =>
  consumers
    .filter(({ deadLetterQueue }) => deadLetterQueue?.fifo)
    .map((consumer) =>
      finding('fifo-dead-letter-queue', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `The dead-letter queue of ${jobName(consumer.target)} for ${heardBy(consumer)} is a FIFO queue: ${consumer.deadLetterQueue?.id}.`,
        why: 'EventBridge refuses it: the rule cannot be deployed.',
        remedy: 'Take a standard queue as the dead-letter queue of the target, also of a target that is a FIFO queue.',
      }),
    );
