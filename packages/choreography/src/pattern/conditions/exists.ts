import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import type { Condition } from './condition.ts';

/** `{"exists": true}` or `{"exists": false}`: whether the event has a value there. An object is none, nor is `[]` or `{}`. */
export function readExists(reader: PatternReader): Condition {
  const token = reader.next();
  if (token !== 'true' && token !== 'false') reader.fail('exists match pattern must be either true or false.');
  return token === 'true' ? { test: () => true } : { test: () => false, absent: true };
}
