import { EventFields } from './event-fields.ts';
import { FieldPaths } from './field-paths.ts';
import { matchesAlternative, numberedAlternative } from './match-alternative.ts';
import { parsePattern } from './parse-pattern.ts';

/**
 * Compiles one event pattern (JSON text, or the object that a template holds) to a test of an event.
 *
 * @throws InvalidEventPatternError what EventBridge refuses, with the offending key
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  const paths = new FieldPaths();
  const ways = parsePattern(pattern).map((way) => numberedAlternative(way, paths));
  const fields = new EventFields(paths);
  return (event) => {
    fields.fill(event);
    return ways.some((way) => matchesAlternative(way, fields));
  };
}
