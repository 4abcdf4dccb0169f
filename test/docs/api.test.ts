import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { apiPage, publicNames } from './api-page.ts';

test('every public name has a docstring', () => {
  expect(
    publicNames()
      .filter(({ doc }) => doc === '')
      .map(({ room, name }) => `${room} ${name}`),
  ).toEqual([]);
});

test('docs/api.md is what the docstrings say: npm run docs:api writes it', () => {
  expect(readFileSync(resolve(import.meta.dirname, '../../docs/api.md'), 'utf8')).toBe(apiPage());
});
