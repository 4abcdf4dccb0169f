import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import type { Condition } from './condition.ts';
import { readIgnoringCase } from './equals-ignore-case.ts';
import { commonIgnoringCase, ignoringCase } from './ignoring-case.ts';

/** `{"prefix": "ab"}` or `{"prefix": {"equals-ignore-case": "ab"}}`. */
export function readPrefix(reader: PatternReader): Condition {
  const token = reader.next();
  if (token === '{') return startsWithIgnoringCase(readIgnoringCase(reader, 'prefix'));
  if (token !== 'string') reader.fail('prefix match pattern must be a string');
  return startsWith(reader.text());
}

export const startsWith = (text: string): Condition => ({
  test: (value) => typeof value === 'string' && value.startsWith(text),
  common: { kind: 'prefix', text },
});

function startsWithIgnoringCase(given: string): Condition {
  const text = ignoringCase(given);
  return {
    test: (value) => typeof value === 'string' && text.begins(value),
    ...commonIgnoringCase('prefix-lower', text),
  };
}
