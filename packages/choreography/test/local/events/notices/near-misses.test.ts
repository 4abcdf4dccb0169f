import { expect, it } from 'vitest';
import { isChoosy, nearestTo, nearMiss } from '#local/events/notices/near-misses.ts';
import type { Rule } from '#local/events/rule.ts';
import { parsePattern } from '#pattern/parse-pattern.ts';

const rule = (name: string, pattern: object) => ({ name, ways: parsePattern(pattern) }) as Rule;
const event = (detailType: string, detail = {}) => ({
  ...{ version: '0' as const, id: 'e', account: '0', time: '', region: '', resources: [] },
  ...{ source: 'library.desk', 'detail-type': detailType, detail },
});
const RULES = [
  rule('all', { source: [{ prefix: 'library.' }] }),
  rule('lent', { 'detail-type': ['BookLent'], detail: { days: [{ numeric: ['>', 10] }] } }),
  rule('returned', { 'detail-type': ['BookReturned'] }),
];

it.each([
  ['BookLnt', 'BookLent'],
  ['bookreturned', 'BookReturned'],
  ['BookRetruned', 'BookReturned'],
])('%s may be meant as %s', (name, nearest) => expect(nearMiss(event(name), RULES)).toEqual({ nearest }));

it('An event that all but one field lets in says the rule and the field, and not its value', () =>
  expect(nearMiss(event('BookLent', { days: 3 }), RULES)).toEqual({ almost: { rule: 'lent', field: 'detail.days' } }));

it('What is far from all names, or misses two fields, is none', () => {
  expect(nearMiss(event('PenBought'), RULES)).toEqual({});
  const two = [rule('two', { 'detail-type': ['BookLent'], source: ['x'], detail: { days: [1] } })];
  expect(nearMiss(event('BookLent'), two)).toEqual({});
});

it('A name that is there is nearest to none', () =>
  expect(nearestTo('BookLent', ['BookLent', 'BookLend'])).toBe(undefined));

it('A rule that hears whatever is on the bus is not choosy', () =>
  expect(RULES.map(isChoosy)).toEqual([false, true, true]));
