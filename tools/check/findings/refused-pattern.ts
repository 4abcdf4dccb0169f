import { compilePattern } from '../../local/events/pattern/compile-pattern.ts';
import { InvalidEventPatternError } from '../../local/events/pattern/invalid-event-pattern-error.ts';
import { type Check, finding } from '../finding.ts';
import { firstOfEach } from '../grouped.ts';
import { heardBy, nameOf, placeKey, ruleOf } from '../naming.ts';

/** Event patterns that EventBridge would refuse. */
export const refusedPattern: Check = ({ consumers }) =>
  firstOfEach(consumers, (consumer) => placeKey(ruleOf(consumer))).flatMap((consumer) => {
    const reason = whyRefused(consumer.pattern);
    if (reason === undefined) return [];
    return [
      finding('refused-pattern', `${nameOf(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `EventBridge would refuse the pattern of the rule that calls ${nameOf(consumer.target)}: ${reason}.`,
        why: 'The deployment of its stack fails.',
        remedy: `Correct the pattern ${JSON.stringify(consumer.pattern)}.`,
      }),
    ];
  });

/** Why EventBridge would refuse a pattern, in its words; undefined when it would not. */
export function whyRefused(pattern: unknown): string | undefined {
  if (pattern === null) return undefined;
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    return error.message.replace(/^Event pattern is not valid\. Reason: /, '').replace(/\.$/, '');
  }
}
