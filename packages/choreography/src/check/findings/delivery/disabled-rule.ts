import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';

/** Rules that are switched off. */
export const disabledRule: Check = ({ consumers }) =>
  consumers
    .filter(({ enabled }) => !enabled)
    .map((consumer) =>
      finding('disabled-rule', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `The rule that brings ${heardBy(consumer)} to ${jobName(consumer.target)} is disabled.`,
        why: 'Events that it would match are lost for its target: nothing delivers them later.',
        remedy: 'Enable it, remove it, or allow it with the reason for which it is off.',
      }),
    );
