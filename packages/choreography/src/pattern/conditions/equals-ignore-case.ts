import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import type { Condition } from './condition.ts';
import { commonIgnoringCase, ignoringCase } from './ignoring-case.ts';

/** `{"equals-ignore-case": "aBc"}`. */
export function readEqualsIgnoreCase(reader: PatternReader): Condition {
  if (reader.next() !== 'string') reader.fail('equals-ignore-case match pattern must be a string');
  return equalsIgnoringCase(reader.text());
}

export function equalsIgnoringCase(given: string): Condition {
  const text = ignoringCase(given);
  return {
    test: (value) => typeof value === 'string' && text.equals(value),
    ...commonIgnoringCase('exactly-lower', text),
  };
}

/** The text of `{"equals-ignore-case": "text"}` within a prefix or suffix, from behind its `{`. */
export function readIgnoringCase(reader: PatternReader, within: 'prefix' | 'suffix'): string {
  if (reader.next() !== 'name') reader.fail(`${within === 'prefix' ? 'Prefix' : 'Suffix'} expression name not found`);
  if (reader.key !== 'equals-ignore-case') reader.fail(`Unsupported ${within} pattern: ${reader.key}`);
  if (reader.next() !== 'string') reader.fail('equals-ignore-case match pattern must be a string');
  const text = reader.text();
  if (reader.next() !== '}') reader.fail('Only one key allowed in match expression');
  return text;
}
