import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';

/** Targets that are a bus, and are given something else than the event. */
export const transformedForBus: Check = ({ consumers }) =>
  consumers
    .filter(({ target, transformed }) => target.kind === 'bus' && transformed)
    .map((consumer) =>
      finding('transformed-for-bus', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `The rule that brings ${heardBy(consumer)} to the bus ${consumer.target.job} has an Input, an InputPath or an InputTransformer.`,
        why: 'A bus takes whole events: what is made of one is lost there, or refused for a bus in another account.',
        remedy:
          'Leave it out and let the rules of the other bus transform the event, or say another event by a function.',
      }),
    );
