import { comparable, whyNotComparable } from '#pattern/json/exact-number.ts';
import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import type { Condition } from './condition.ts';

/** `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower and an upper bound in this order. */
export function readNumeric(reader: PatternReader): Condition {
  if (reader.next() !== '[') reader.fail('Value of numeric must be an array.');
  if (reader.next() !== 'string') reader.fail(`Invalid member in numeric match: ${reader.text() || reader.token}`);
  const operator = reader.text();
  if (!['=', '>=', '>', '<=', '<'].includes(operator)) {
    reader.next();
    reader.fail(`Unrecognized numeric range operator: ${operator}`);
  }
  const first = readNumber(reader, operator === '=' ? 'equals' : operator);
  const after = reader.next();
  if (operator !== '>=' && operator !== '>') {
    if (after !== ']') reader.fail('Too many elements in numeric expression');
    const bound = comparableOr(reader, first);
    if (operator === '=') return { test: (value) => value === bound, common: { kind: 'exactly', value: bound } };
    return between(Number.NEGATIVE_INFINITY, false, bound, operator === '<=');
  }
  const inclusive = operator === '>=';
  if (after === ']') return between(comparableOr(reader, first), inclusive, Number.POSITIVE_INFINITY, false);
  if (after !== 'string') reader.fail(`Bad value in numeric range: ${reader.text() || after}`);
  const upper = reader.text();
  if (upper !== '<' && upper !== '<=') reader.fail(`Bad numeric range operator: ${upper}`);
  const last = readNumber(reader, upper);
  if (reader.next() !== ']') reader.fail('Too many terms in numeric range expression');
  const [bound, top] = [comparableOr(reader, first), comparableOr(reader, last)];
  if (bound >= top) reader.fail('Bottom must be less than top');
  return between(bound, inclusive, top, upper === '<=');
}

function readNumber(reader: PatternReader, name: string): string {
  if (reader.next() !== 'number') reader.fail(`Value of ${name} must be numeric`);
  return reader.text();
}

const comparableOr = (reader: PatternReader, text: string): number =>
  comparable(text) ?? reader.fail(whyNotComparable(text));

const between = (from: number, withFrom: boolean, to: number, withTo: boolean): Condition => ({
  test: (value) =>
    typeof value === 'number' && (withFrom ? value >= from : value > from) && (withTo ? value <= to : value < to),
  common: { kind: 'range', from, to },
});
