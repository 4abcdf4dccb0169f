import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../tools/local/events/json/exact-json.ts';
import { compilePattern } from '../../../tools/local/events/pattern/compile-pattern.ts';
import { InvalidEventPatternError } from '../../../tools/local/events/pattern/invalid-event-pattern-error.ts';
import { parsePattern } from '../../../tools/local/events/pattern/parse-pattern.ts';
import { RuleSet } from '../../../tools/local/events/pattern/rule-set.ts';
import { anEventText, aPatternText, aSpoiltPatternText } from './json-text.ts';
import { type Answered, type Asked, askRuler } from './ruler.ts';

/** So many of each at a time: 280 times 16 patterns with 16 events are 71,680 pairs. */
const TOGETHER = 16;
const ROUNDS = 280;
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 0x7fffffff));

describe(`the matcher and AWS's Event Ruler 2.1.0 (SEED=${SEED})`, () => {
  it('agree on patterns and events, each pattern alone and all together', () => {
    const many = (item: fc.Arbitrary<string>) => fc.array(item, { minLength: TOGETHER, maxLength: TOGETHER });
    const asked = fc.sample(fc.record({ patterns: many(aPatternText), events: many(anEventText) }), {
      seed: SEED,
      numRuns: ROUNDS,
    });
    expect(disagreements(asked)).toEqual([]);
  });

  it('refuse the same patterns, in the same words and at the same place', () => {
    const patterns = fc.sample(aSpoiltPatternText, { seed: SEED, numRuns: 5000 });
    expect(disagreements([{ patterns, events: ['{"detail":{"a":1}}'] }])).toEqual([]);
  });
});

/** What is answered otherwise here than by Event Ruler, as sentences. */
function disagreements(asked: readonly Asked[]): string[] {
  const theirs = askRuler(asked);
  return asked.flatMap(({ patterns, events }, round) => {
    const { alone, together } = theirs[round] as Answered;
    const read = events.map(readJson);
    const ours = patterns.map((pattern) => answer(pattern, read));
    const eachAlone = patterns.flatMap((pattern, at) => {
      const [here, there] = [ours[at], alone[at]];
      if (typeof here === 'string' || typeof there === 'string')
        return here === there ? [] : [`${pattern}\n  here:  ${String(here)}\n  Ruler: ${String(there)}`];
      return events.flatMap((event, number) =>
        here?.[number] === there?.[number]
          ? []
          : [`${pattern}\n  ${event}\n  here: ${here?.[number]}, Ruler: ${there?.[number]}`],
      );
    });
    const taken = patterns.flatMap((pattern, rule) =>
      typeof ours[rule] === 'string' ? [] : [{ rule, ways: parsePattern(pattern) }],
    );
    const set = new RuleSet(taken);
    // Some rules match in Event Ruler only beside others, or only without them: those contradict themselves.
    const allTogether = events.flatMap((event, number) => {
      const here = new Set(set.matching(read[number]));
      const there = new Set(together[number]);
      return taken
        .filter(({ rule }) => here.has(rule) !== there.has(rule) && alone[rule]?.[number] === there.has(rule))
        .map(({ rule }) => `${patterns[rule]}\n  ${event}\n  together: ${here.has(rule)}, Ruler: ${there.has(rule)}`);
    });
    return [...eachAlone, ...allTogether];
  });
}

function answer(pattern: string, events: readonly unknown[]): boolean[] | string {
  try {
    return events.map(compilePattern(pattern));
  } catch (error) {
    if (error instanceof InvalidEventPatternError) return `${error.reason}${error.where}`;
    throw error;
  }
}
