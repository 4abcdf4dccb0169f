import { AwsError } from '#local/gateway/aws-error.ts';
import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { type Alternative, parsePattern } from '#pattern/parse-pattern.ts';

/** The ways to match a pattern. Throws EventBridge's answer to a wrong one. */
export function parseOrRefuse(pattern: string): readonly Alternative[] {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (error instanceof InvalidEventPatternError) throw new AwsError(error.name, error.message);
    throw error;
  }
}
