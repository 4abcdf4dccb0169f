import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, placeKey, ruleOf } from '#check/naming.ts';
import { isPlain } from '#check/pattern/plain-pattern.ts';
import { readPattern } from '#check/pattern/read-pattern.ts';
import { firstOfEach } from '#graph/group-by.ts';

/** Event patterns that EventBridge would refuse. */
export const refusedPattern: Check = ({ consumers }) =>
  firstOfEach(consumers, (consumer) => placeKey(ruleOf(consumer))).flatMap((consumer) => {
    const reason = whyRefused(consumer.pattern);
    if (reason === undefined) return [];
    return [
      finding('refused-pattern', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `EventBridge would refuse the pattern of the rule that calls ${jobName(consumer.target)}: ${reason}.`,
        why: 'The deployment of its stack fails.',
        remedy: `Correct the pattern ${JSON.stringify(consumer.pattern)}.`,
      }),
    ];
  });

/** Why EventBridge would refuse a pattern, in its words and with the field; undefined when it would not. */
export function whyRefused(pattern: object | null): string | undefined {
  const refused = pattern === null || isPlain(pattern) ? undefined : readPattern(pattern).refused;
  return refused && `${refused.reason.replace(/\.$/, '')}${refused.key ? ` (at ${refused.key})` : ''}`;
}
