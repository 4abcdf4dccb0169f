import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';

/** Rules that lead to a durable function itself (Lambda Developer Guide: "Invoking durable Lambda functions": qualified ARNs). */
export const unversionedDurableFunction: Check = ({ consumers }) =>
  consumers
    .filter(({ unversioned }) => unversioned)
    .map((consumer) =>
      finding('unversioned-durable-function', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `The rule that brings ${heardBy(consumer)} to ${jobName(consumer.target)} leads to a durable function without a version or alias.`,
        why: 'Lambda does not call a durable function so: every event is refused, and the job never runs.',
        remedy: `Lead the rule to an alias or a version of ${consumer.target.id}, and give the permission to that.`,
      }),
    );
