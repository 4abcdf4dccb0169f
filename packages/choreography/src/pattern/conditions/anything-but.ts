import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { comparable, whyNotComparable } from '#pattern/json/exact-number.ts';
import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import type { Condition, Leaf } from './condition.ts';
import { equalsIgnoringCase } from './equals-ignore-case.ts';
import { startsWith } from './prefix.ts';
import { endsWith } from './suffix.ts';
import { wildcard } from './wildcard.ts';

/**
 * `{"anything-but": …}`: a string or number, a list of either, or one of `prefix`, `suffix`, `wildcard` and
 * `equals-ignore-case` with a string or a list of them. The field must be there, and one of its values must differ.
 */
export function readAnythingBut(reader: PatternReader): Condition {
  let token = reader.next();
  let operator: Operator | undefined;
  if (token === '{') {
    if (reader.next() !== 'name') reader.fail('Anything-But expression name not found');
    operator = OPERATORS[reader.key] ?? reader.fail(`Unsupported anything-but pattern: ${reader.key}`);
    token = reader.next();
  }
  if (token !== '[' && token !== 'string' && token !== 'number')
    reader.fail('Value of anything-but must be an array or single string/number value.');
  const refused = operator ? readOperands(reader, operator) : readLiterals(reader);
  if (operator && reader.next() !== '}') reader.fail('Too many elements in numeric expression');
  return refused;
}

interface Operator {
  readonly mustBe: string;
  readonly mayBeEmpty: boolean;
  condition(text: string, fail: (reason: string) => never): Condition;
}

const AFFIX = { mustBe: 'prefix/suffix match pattern must be a string', mayBeEmpty: false };
const OPERATORS: Readonly<Record<string, Operator>> = {
  prefix: { ...AFFIX, condition: startsWith },
  suffix: { ...AFFIX, condition: endsWith },
  wildcard: { mustBe: 'wildcard match pattern must be a string', mayBeEmpty: true, condition: wildcard },
  'equals-ignore-case': {
    mustBe: 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    mayBeEmpty: true,
    condition: equalsIgnoringCase,
  },
};

function readOperands(reader: PatternReader, { mustBe, mayBeEmpty, condition }: Operator): Condition {
  const one = (): string => {
    if (reader.token !== 'string') reader.fail(mustBe);
    const text = reader.text();
    if (text === '' && !mayBeEmpty) reader.fail('Null prefix/suffix not allowed');
    return text;
  };
  const texts = reader.token === '[' ? readList(reader, one) : [one()];
  const refused = texts.map((text) => condition(text, (reason) => reader.fail(reason)));
  return { test: (value) => !refused.some((each) => each.test(value)) };
}

function readLiterals(reader: PatternReader): Condition {
  const one = (): Leaf => {
    if (reader.token === 'string') return reader.text();
    if (reader.token === 'number') return comparable(reader.text()) ?? cannotCompare(reader);
    return reader.fail('Inside anything but list, start|null|boolean is not supported.');
  };
  if (reader.token !== '[') {
    const refused = one();
    return { test: (value) => value !== refused };
  }
  const refused = new Set(readList(reader, one));
  if (new Set([...refused].map((each) => typeof each)).size !== 1)
    reader.fail('Inside anything but list, either all values are number or string, mixed type is not supported');
  return { test: (value) => !refused.has(value) };
}

/** The service's comparison of numbers knows no place in the text. */
function cannotCompare(reader: PatternReader): never {
  throw new InvalidEventPatternError(whyNotComparable(reader.text()), reader.path.join('.'));
}

/** The items of a list, from behind its `[`. The service names the place of an error in such a list twice. */
function readList<Item>(reader: PatternReader, item: () => Item): Item[] {
  const items: Item[] = [];
  try {
    while (reader.next() !== ']') items.push(item());
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    const where = error.where + reader.where();
    throw new InvalidEventPatternError(error.reason, error.key, where);
  }
  return items;
}
