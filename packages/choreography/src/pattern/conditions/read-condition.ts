import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import { readAnythingBut } from './anything-but.ts';
import { readCidr } from './cidr.ts';
import type { Condition } from './condition.ts';
import { readEqualsIgnoreCase } from './equals-ignore-case.ts';
import { exactly, exactlyNumber } from './exact.ts';
import { readExists } from './exists.ts';
import { readNumeric } from './numeric.ts';
import { readPrefix } from './prefix.ts';
import { readSuffix } from './suffix.ts';
import { readWildcard } from './wildcard.ts';

/** The operators of a pattern (EventBridge user guide: "Comparison operators for use in event patterns"). */
const OPERATORS: Readonly<Record<string, (reader: PatternReader) => Condition>> = {
  prefix: readPrefix,
  suffix: readSuffix,
  'equals-ignore-case': readEqualsIgnoreCase,
  wildcard: readWildcard,
  'anything-but': readAnythingBut,
  numeric: readNumeric,
  cidr: readCidr,
  exists: readExists,
  exactly: (reader) => {
    if (reader.next() !== 'string') reader.fail('exact match pattern must be a string');
    return exactly(reader.text());
  },
};

/** One item of a field's list, whose first token was read: a literal, or an object with one operator. */
export function readCondition(reader: PatternReader): Condition {
  switch (reader.token) {
    case 'string':
      return exactly(reader.text());
    case 'number':
      return exactlyNumber(reader.text());
    case 'true':
    case 'false':
      return exactly(reader.token === 'true');
    case 'null':
      return exactly(null);
    case '{':
      return readOperator(reader);
    default:
      return reader.fail('Match value must be String, number, true, false, or null');
  }
}

function readOperator(reader: PatternReader): Condition {
  if (reader.next() !== 'name') reader.fail('Match expression name not found');
  const operator = reader.key;
  const read = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  const condition = read ? read(reader) : reader.fail(`Unrecognized match type ${operator}`);
  if (reader.next() !== '}')
    reader.fail(
      operator === 'numeric' || operator === 'anything-but'
        ? 'Too many elements in numeric expression'
        : 'Only one key allowed in match expression',
    );
  return condition;
}
