import { describe, expect, test } from 'vitest';
import { holds } from '#local/dynamodb/expressions/evaluate-condition.ts';
import { ITEM, read } from './table-of-cases.ts';

// Every answer here was given by DynamoDB Local 3.3.1 to the same item and expression.

const judge = (text: string): boolean | string => {
  const expressions = read('ConditionExpression', text);
  if (typeof expressions === 'string') return expressions.replace('Invalid ConditionExpression: ', '');
  return holds(expressions.condition as never, ITEM);
};

describe('a condition holds', () => {
  test.each([
    ...['(a = :x)', '(a) = :x', '(:x) = a', 'a = :x AND (a = :x)', '(a = :x AND n=:n) OR a=:x', 'a=:x oR n=:n'],
    ...[
      'a <> :t',
      'a IN (:x)',
      'a IN (:x,:n)',
      'a IN (:x, :x, (:x))',
      'a IN ((:x))',
      '(a IN (:x))',
      'ss = :ss',
      ':x = :x',
    ],
    ...[
      'n BETWEEN :n AND :n6',
      'a between :x and :x',
      'begins_with (a, :x)',
      'begins_with(:x,:x)',
      'begins_with(a, :empty)',
    ],
    ...['begins_with(b, :b)', 'contains(a,:empty)', 'contains((a),:x)', 'contains(ss, :x) OR contains(b, :b)'],
    ...[
      'attribute_exists(m.k)',
      'attribute_not_exists(l[5])',
      '(attribute_exists(a))',
      'attribute_type(a,:S)',
      'attribute_type(:x,:S)',
    ],
    ...[
      'NOT (NOT (a=:x))',
      'NOT NOT a = :x',
      'size(a) = size(a)',
      'm = :m',
      'NOT absent = missing2',
      'absent <> missing2',
    ],
    ...['size(n) <> :n', 'NOT size(n) = :n', 'size(absent) <> size(missing2)', 'NOT a BETWEEN absent AND missing2'],
    ...['a = :x OR a = :n AND n = :x', 'm . k = :n OR l [ 0 ] <> :n', '#a = :x'],
  ])('%s', (text) => expect(judge(text)).toBe(true));
});

describe('a condition does not hold', () => {
  test.each([
    ...[
      'NOT a = :x',
      'size(a) = :n',
      'size((a)) = :n',
      'size(n) > :n',
      'size(t) > :n',
      'begins_with(n,:x)',
      'contains(ss,:x)',
    ],
    ...[
      'contains(l,:l)',
      'contains(:l, a)',
      'contains(n,:n)',
      'contains(a,:n)',
      't < a',
      't < absent',
      'a = :t',
      'n IN (size(l))',
    ],
    ...[
      'absent = missing2',
      'absent < missing2',
      'absent <= missing2',
      'absent BETWEEN missing2 AND missing3',
      'absent IN (missing2)',
    ],
    ...[
      'size(absent) = size(missing2)',
      'a IN (size(absent))',
      'begins_with(absent, missing2)',
      'contains(absent, missing2)',
    ],
    ...[
      '#st = :x',
      'l[0].x = :x',
      'attribute_exists(ss[0])',
      'NOTa = :x',
      ':x = :n',
      'a.#a = :x',
      'NOT NOT NOT a = :x',
      't BETWEEN absent AND missing2',
    ],
  ])('%s', (text) => expect(judge(text)).toBe(false));
});

const near = (token: string, context: string) => `Syntax error; token: "${token}", near: "${context}"`;
const wrongType = (operator: string, type: string) =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
const notDistinct = (operator: string) =>
  `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: [a]`;
const misused = (name: string) => `The function is not allowed to be used this way in an expression; function: ${name}`;

describe('a condition is refused', () => {
  test.each([
    ['', 'The expression can not be empty;'],
    ['a', near('<EOF>', 'a')],
    ['a =', near('<EOF>', '=')],
    ['a = = :x', near('=', '= = :x')],
    ['a IN :x', near(':x', 'IN :x')],
    ['a IN ()', near(')', '()')],
    ['()', near(')', '()')],
    ['(a = :x', near('<EOF>', ':x')],
    ['a = :x)', near(')', ':x)')],
    ['a=:x AND', near('<EOF>', 'AND')],
    ['a != :x', near('!', 'a !=')],
    ['a & b', near('&', 'a & b')],
    ['1a = :x', near('1', '1a')],
    ['a-b = :x', near('-', 'a-b')],
    ['l[-1] = :x', near('-', '[-1')],
    ['#a#a = :x', near('#a', '#a#a =')],
    ['a = :x a = :x', near('a', ':x a =')],
    ['attribute_exists()', near(')', '()')],
    ['((a = :x))', 'The expression has redundant parentheses;'],
    ['((a)) = :x', 'The expression has redundant parentheses;'],
    ['size(:n) > :n', wrongType('size', 'N')],
    ['size(size(a)) = :n', wrongType('size', 'N')],
    ['begins_with(a, :n)', wrongType('begins_with', 'N')],
    ['a < :t', wrongType('<', 'BOOL')],
    ['a < :null', wrongType('<', 'NULL')],
    ['a < :m', wrongType('<', 'M')],
    ['a BETWEEN :ss AND :ss', wrongType('BETWEEN', 'SS')],
    ['attribute_type(a,:n)', wrongType('attribute_type', 'N')],
    ['attribute_type(a,:Q)', 'Invalid attribute type name found; type: Q, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}'],
    ['size(a)', misused('size')],
    ['attribute_exists(a) = :x', misused('attribute_exists')],
    ['attribute_exists(:x)', 'Operator or function requires a document path; operator or function: attribute_exists'],
    [
      'attribute_exists(a, a)',
      'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
    ],
    ['FOO(a)', 'Invalid function name; function: FOO'],
    ['a = a', notDistinct('=')],
    ['a IN (:x,a)', notDistinct('IN')],
    ['a BETWEEN a AND a', notDistinct('BETWEEN')],
    ['contains(a,a)', notDistinct('contains')],
    ['status = :x', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['#zz = :x', 'An expression attribute name used in the document path is not defined; attribute name: #zz'],
    ['a = :zz', 'An expression attribute value used in expression is not defined; attribute value: :zz'],
    ['l[9999999999] = :x', 'List index is not within the allowable range; index: [9999999999]'],
    ['foo(a) = :zz AND status = :x', 'Invalid function name; function: foo'],
    ['status = :zz', 'Attribute name is a reserved keyword; reserved keyword: status'],
    [
      'n BETWEEN :n6 AND :n',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:5}',
    ],
    [
      'n BETWEEN :n AND :x',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {S:x}',
    ],
  ])('%s', (text, message) => expect(judge(text)).toBe(message));

  test('that has more than 300 operators, 100 operands of IN, or 4096 bytes', () => {
    const operators = (count: number) => Array.from({ length: (count + 1) / 2 }, () => 'a=:x').join(' OR ');
    expect(judge(operators(299))).toBe(true);
    expect(judge(operators(301))).toBe('The expression contains too many operators; operator count: 301');
    expect(judge(`a IN (${Array(101).fill(':x').join(',')})`)).toMatch(/too many operands; number of operands: 101/);
    expect(judge(`a=:x${' '.repeat(5000)}`)).toMatch(/exceeded the maximum allowed size; expression size: 5004/);
  });

  test.each(['('.repeat(4000), `${'NOT '.repeat(1000)}a=:x`, `${'NOT('.repeat(1000)}a`, 'size('.repeat(800)])(
    'however deep it is nested: %#',
    (text) => expect(judge(text)).toEqual(expect.any(String)),
  );
});

test('bytes of a text are ordered as UTF-8, not as UTF-16', () => {
  const expressions = read('ConditionExpression', 'a < b');
  const [lower, higher] = [{ S: '\ufb00' }, { S: '\u{1f600}' }];
  expect(holds((expressions as never as { condition: never }).condition, { a: lower, b: higher })).toBe(true);
});

test('names of the prototype are no attributes', () => {
  expect(judge('attribute_exists(toString)')).toBe(false);
  expect(judge('attribute_exists(m.valueOf)')).toBe(false);
});
