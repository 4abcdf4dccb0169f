import { describe, expect, test } from 'vitest';
import { applyUpdate } from '#local/dynamodb/expressions/apply-update.ts';
import { ITEM, read } from './table-of-cases.ts';

// Every answer here was given by DynamoDB Local 3.3.1 to the same item and expression.

/** What an update changes of the item: the attributes that are others, `null` for those that are gone. */
const update = (text: string): Record<string, unknown> | string => {
  const expressions = read('UpdateExpression', text);
  if (typeof expressions === 'string') return expressions.replace('Invalid UpdateExpression: ', '');
  try {
    const updated = applyUpdate(expressions.update as never, ITEM);
    const names = [...new Set([...Object.keys(ITEM), ...Object.keys(updated)])];
    const changed = names.filter((name) => JSON.stringify(updated[name]) !== JSON.stringify(ITEM[name]));
    return Object.fromEntries(changed.map((name) => [name, updated[name] ?? null]));
  } catch (error) {
    return (error as Error).message;
  }
};
const [p, one, x, five] = [{ S: 'p' }, { N: '1' }, { S: 'x' }, { N: '5' }];

describe('an update makes', () => {
  test.each<[string, object]>([
    ['set a = :n', { a: five }],
    ['SET a = :n REMOVE n', { a: five, n: null }],
    ['SET l[0] = :x, l[1] = :n', { l: { L: [x, five] } }],
    ['SET l[7] = :x, l[5] = :n', { l: { L: [p, one, five, x] } }],
    ['SET l[7] = :x REMOVE l[0]', { l: { L: [one, x] } }],
    ['REMOVE l[0] SET l[1] = :x', { l: { L: [x] } }],
    ['REMOVE l[0], l[1]', { l: { L: [] } }],
    ['REMOVE l[9]', {}],
    ['REMOVE m.zz', {}],
    ['SET zz = if_not_exists(a, :n)', { zz: x }],
    ['SET zz = if_not_exists(yy, if_not_exists(xx, :n))', { zz: five }],
    ['SET zz = list_append(:l, l)', { zz: { L: [p, p, one] } }],
    ['SET zz = n - :n6', { zz: { N: '-1' } }],
    ['SET zz = if_not_exists(yy, :n) + :n', { zz: { N: '10' } }],
    ['SET zz = (n) + (:n)', { zz: { N: '10' } }],
    ['SET zz = (n + :n)', { zz: { N: '10' } }],
    ['SET a = n, n = a', { a: five, n: x }],
    ['REMOVE a SET zz = a', { a: null, zz: x }],
    ['ADD n :n SET zz = n', { n: { N: '10' }, zz: five }],
    ['ADD zz :n', { zz: five }],
    ['ADD ns :ns', {}],
    ['ADD m.k :n', { m: { M: { k: { N: '7' } } } }],
    ['ADD l[5] :n', { l: { L: [p, one, five] } }],
    ['DELETE ss :ss', { ss: null }],
    ['DELETE ns :ns', { ns: { NS: ['2'] } }],
    ['DELETE zz :ss', {}],
    ['SET l[2] = l[0]', { l: { L: [p, one, p] } }],
    ['SET m = m.k', { m: { N: '2' } }],
    ['SET m.a = :x, m.b = :n', { m: { M: { k: { N: '2' }, a: x, b: five } } }],
    ['SET #st = :x', { status: x }],
  ])('%s', (text, changes) => expect(update(text)).toEqual(changes));
});

const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const ABSENT = 'The provided expression refers to an attribute that does not exist in the item';
const overlap = (kind: string, path1: string, path2: string) =>
  `Two document paths ${kind} with each other; must remove or rewrite one of these paths; path one: ${path1}, path two: ${path2}`;
const operandOf = (section: string, type: string) =>
  `Incorrect operand type for operator or function; operator: ${section}, operand type: ${type}, typeSet: ALLOWED_FOR_${section}_OPERAND`;

describe('an update is refused', () => {
  test.each([
    ['SET', 'Syntax error; token: "<EOF>", near: "SET"'],
    ['SET a = :x,', 'Syntax error; token: "<EOF>", near: ","'],
    ['SET zz = n + n + n', 'Syntax error; token: "+", near: "n + n"'],
    ['ADD n n', 'Syntax error; token: "n", near: "n n"'],
    ['foo a', 'Syntax error; token: "foo", near: "foo a"'],
    ['SET a = :x SET n = :n', 'The "SET" section can only be used once in an update expression;'],
    ['SET a = :x, a = :n', overlap('overlap', '[a]', '[a]')],
    ['SET m.k = :x, m = :m', overlap('overlap', '[m, k]', '[m]')],
    ['SET m.k = :x, m[0] = :x', overlap('conflict', '[m, k]', '[m, [0]]')],
    ['SET zz.k = :x', INVALID_PATH],
    ['SET l.k = :x', INVALID_PATH],
    ['SET m[0] = :x', INVALID_PATH],
    ['REMOVE zz[0]', INVALID_PATH],
    ['REMOVE a.b', INVALID_PATH],
    ['SET zz = yy', ABSENT],
    ['SET zz = l[9]', ABSENT],
    ['SET zz = yy + :n', ABSENT],
    ['SET zz = a + :n', WRONG_TYPE],
    ['SET zz = list_append(a, :l)', WRONG_TYPE],
    ['ADD a :n', WRONG_TYPE],
    ['DELETE a :ss', WRONG_TYPE],
    ['ADD n :x', operandOf('ADD', 'STRING')],
    ['ADD l :l', operandOf('ADD', 'LIST')],
    ['DELETE ss :n', operandOf('DELETE', 'NUMBER')],
    ['SET zz = size(a)', 'The function is not allowed in an update expression; function: size'],
    ['SET zz = IF_NOT_EXISTS(a,:x)', 'Invalid function name; function: IF_NOT_EXISTS'],
    [
      'SET zz = if_not_exists(:x, :n)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET zz = list_append(l, list_append(l,:l))',
      'The function is not allowed to be used this way in an expression; function: list_append',
    ],
    ['SET status = :x', 'Attribute name is a reserved keyword; reserved keyword: status'],
  ])('%s', (text, message) => expect(update(text)).toBe(message));
});

test('an attribute that was set from another does not change with it', () => {
  const copied = read('UpdateExpression', 'SET zz = m');
  const first = applyUpdate((copied as never as { update: never }).update, ITEM);
  const changed = read('UpdateExpression', 'SET m.k = :x');
  const second = applyUpdate((changed as never as { update: never }).update, first);
  expect(second).toMatchObject({ m: { M: { k: x } }, zz: { M: { k: { N: '2' } } } });
});
