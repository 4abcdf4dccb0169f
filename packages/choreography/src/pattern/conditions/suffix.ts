import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import type { Condition } from './condition.ts';
import { readIgnoringCase } from './equals-ignore-case.ts';
import { commonIgnoringCase, ignoringCase } from './ignoring-case.ts';

/** `{"suffix": ".png"}` or `{"suffix": {"equals-ignore-case": ".png"}}`. */
export function readSuffix(reader: PatternReader): Condition {
  const token = reader.next();
  if (token === '{') return endsWithIgnoringCase(readIgnoringCase(reader, 'suffix'));
  if (token !== 'string') reader.fail('suffix match pattern must be a string');
  return endsWith(reader.text());
}

export const endsWith = (text: string): Condition => ({
  test: (value) => typeof value === 'string' && value.endsWith(text),
  common: { kind: 'suffix', text },
});

function endsWithIgnoringCase(given: string): Condition {
  const text = ignoringCase(given);
  return {
    test: (value) => typeof value === 'string' && text.ends(value),
    ...commonIgnoringCase('suffix-lower', text),
  };
}
