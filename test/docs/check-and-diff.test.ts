import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';

test('The page on check names every kind of finding, and no other', () => {
  const kinds = readdirSync('packages/choreography/src/check/findings', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'));
  const rows = readFileSync('docs/check-and-diff.md', 'utf8').match(/^\| `.*$/gm) ?? [];
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, kind]) => kind));
  expect(named.sort()).toEqual(kinds.sort());
});
