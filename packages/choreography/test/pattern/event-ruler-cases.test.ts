import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '#pattern/compile-pattern.ts';
import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';

type Case = { group: string; pattern: object; event: object } & (
  | { matches: boolean; invalid?: never }
  | { invalid: true; matches?: never }
);

const cases: Case[] = JSON.parse(readFileSync(new URL('./event-pattern-cases.json', import.meta.url), 'utf8'));
const groups = new Map<string, Case[]>();
for (const each of cases) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);

describe("the answers of AWS's own Event Ruler", () => {
  it('are 434', () => expect(cases).toHaveLength(434));

  it.each([...groups])('are ours in the group %s', (_, of) => {
    for (const { pattern, event, matches } of of) {
      const told = `${JSON.stringify(pattern)} and ${JSON.stringify(event)}`;
      if (matches === undefined) expect(() => compilePattern(pattern), told).toThrow(InvalidEventPatternError);
      else expect(compilePattern(pattern)(event), told).toBe(matches);
    }
  });
});
