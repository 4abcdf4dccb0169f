import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import { parsePattern } from '#pattern/parse-pattern.ts';
import { RuleSet } from '#pattern/rule-set.ts';
import { branchesOf } from './branches.ts';
import { DIFFERENCES } from './differences.ts';
import { aBlock, anAddress, anEventText, aPatternText, aSpoiltPatternText } from './json-text.ts';
import { askRuler, type RulerRequest } from './ruler.ts';

/** So many of each at a time: 280 times 16 patterns with 16 events are 71,680 pairs. */
const TOGETHER = 16;
const ROUNDS = 280;
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 0x7fffffff));

describe(`the matcher and AWS's Event Ruler 2.1.0 (SEED=${SEED})`, () => {
  it('agree on patterns and events', () => {
    const many = (item: fc.Arbitrary<string>) => fc.array(item, { minLength: TOGETHER, maxLength: TOGETHER });
    const asked = fc.sample(fc.record({ patterns: many(aPatternText), events: many(anEventText) }), {
      seed: SEED,
      numRuns: ROUNDS,
    });
    expect(disagreements(asked)).toEqual([]);
  });

  it('refuse the same patterns in the same words, and at the same place', () => {
    const patterns = fc.sample(aSpoiltPatternText, { seed: SEED, numRuns: 5000 });
    expect(disagreements([{ patterns, events: ['{"detail":{"a":1}}'] }])).toEqual([]);
  });

  it('agree on blocks of addresses, and on what an address is', () => {
    const patterns = fc.sample(aBlock, { seed: SEED, numRuns: 3000 }).map((cidr) => JSON.stringify({ a: [{ cidr }] }));
    const events = fc.sample(anAddress, { seed: SEED, numRuns: 200 }).map((a) => JSON.stringify({ a }));
    expect(disagreements([{ patterns, events }])).toEqual([]);
  });
});

/** What is answered otherwise here than by Event Ruler, as sentences. */
function disagreements(asked: readonly RulerRequest[]): string[] {
  const theirs = askRuler(asked);
  return asked.flatMap(({ patterns, events }, round) => {
    const ours = answers(patterns, events);
    return patterns.flatMap((pattern, number) => {
      const [here, there] = [ours[number], theirs[round]?.[number]];
      if (typeof here === 'string' || typeof there === 'string')
        return here === there || DIFFERENCES.some(({ matches }) => matches(here, there))
          ? []
          : [`${pattern}\n  here:  ${String(here)}\n  Ruler: ${String(there)}`];
      return events.flatMap((event, at) =>
        here?.[at] === there?.[at] || contradictsItself(pattern, event, here?.[at])
          ? []
          : [`${pattern}\n  ${event}\n  here: ${here?.[at]}, Ruler: ${there?.[at]}`],
      );
    });
  });
}

/** Whether each pattern matches each event, all of them rules of one bus; or why it is refused. */
function answers(patterns: readonly string[], events: readonly string[]): (boolean[] | string)[] {
  const parsed = patterns.map(parsedOrRefused);
  const rules = parsed.flatMap((ways, rule) => (typeof ways === 'string' ? [] : [{ rule, ways }]));
  const set = new RuleSet(rules);
  const matching = events.map((event) => new Set(set.matching(readJson(event))));
  return parsed.map((ways, rule) => (typeof ways === 'string' ? ways : matching.map((found) => found.has(rule))));
}

function parsedOrRefused(pattern: string): ReturnType<typeof parsePattern> | string {
  try {
    return parsePattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    // Where a text is cut in two halves of a character, Java prints a question mark.
    return `${error.reason}${error.where}`.replace(HALVES, '?');
  }
}

/**
 * Whether Event Ruler answers as we do once it is asked for the branches of a pattern's `$or` one by one: together, they at times
 * hide what one of them matches.
 */
function contradictsItself(pattern: string, event: string, here: boolean | undefined): boolean {
  if (!pattern.includes('"$or"')) return false;
  const [branches] = askRuler([{ patterns: branchesOf(pattern), events: [event] }]);
  return branches?.some((each) => each[0] === true) === here;
}

const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
