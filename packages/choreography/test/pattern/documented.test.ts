import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '#pattern/compile-pattern.ts';
import { whyInvalid } from '#pattern/parse-pattern.ts';

const page = readFileSync(new URL('../../../../docs/event-patterns.md', import.meta.url), 'utf8');

/** The cells of the rows of all tables that have so many columns; what is in backticks is code. */
const rows = (columns: number): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
    .filter((cells) => cells.length === columns);
const code = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
const of = (pattern: string) => `{"detail": {"v": ${pattern}}}`;

describe('the page about event patterns', () => {
  it('has rows to run', () => {
    expect(rows(3).length).toBeGreaterThan(35);
    expect(rows(2).length).toBeGreaterThan(9);
  });

  it.each(rows(3))('%s matches %s, and does not match %s', (pattern, matching, others) => {
    const matches = compilePattern(of(code(pattern)[0] ?? ''));
    for (const value of code(matching)) expect(matches({ detail: { v: JSON.parse(value) } }), value).toBe(true);
    for (const value of code(others)) expect(matches({ detail: { v: JSON.parse(value) } }), value).toBe(false);
  });

  it.each(rows(2))('%s is refused: %s', (pattern, reason) => {
    expect(whyInvalid(of(code(pattern)[0] ?? ''))?.reason).toBe(reason);
  });
});
