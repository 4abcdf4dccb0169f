import type { Item } from '#local/dynamodb/dynalite.ts';
import { expressionsOf } from '#local/dynamodb/expressions/expressions-of.ts';

/** The item that the cases are asked of. */
export const ITEM: Item = {
  a: { S: 'x' },
  n: { N: '5' },
  l: { L: [{ S: 'p' }, { N: '1' }] },
  m: { M: { k: { N: '2' } } },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  t: { BOOL: true },
  b: { B: 'YWI=' },
};

const VALUES: Record<string, object> = {
  ':x': { S: 'x' },
  ':empty': { S: '' },
  ':n': { N: '5' },
  ':n6': { N: '6' },
  ':t': { BOOL: true },
  ':l': { L: [{ S: 'p' }] },
  ':m': { M: { k: { N: '2.0' } } },
  ':ss': { SS: ['b', 'a'] },
  ':ns': { NS: ['1.0'] },
  ':null': { NULL: true },
  ':b': { B: 'YQ==' },
  ':S': { S: 'S' },
  ':Q': { S: 'Q' },
};
const NAMES: Record<string, string> = { '#a': 'a', '#st': 'status' };

/** Reads an expression with those of the placeholders above that it uses. */
export function read(parameter: string, text: string) {
  const used = <T>(all: Record<string, T>) => {
    const own = Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(text));
    return own.length > 0 ? Object.fromEntries(own) : undefined;
  };
  return expressionsOf({
    [parameter]: text,
    ...(used(NAMES) && { ExpressionAttributeNames: used(NAMES) }),
    ...(used(VALUES) && { ExpressionAttributeValues: structuredClone(used(VALUES)) }),
  });
}
