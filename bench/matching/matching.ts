import { parsePattern } from '../../tools/local/events/pattern/parse-pattern.ts';
import { RuleSet } from '../../tools/local/events/pattern/rule-set.ts';
import { eventRuler, type Rate } from './event-ruler.ts';
import { type Scenario, scenario } from './scenarios.ts';

export interface MatchingFigures {
  readonly rules: number;
  /** Events per second, from their JSON text to the rules that match. */
  readonly perSecond: number;
  /** Undefined where Event Ruler cannot run. */
  readonly eventRuler: number | undefined;
}

const SECONDS = 2;

/** Events matched per second by the local runtime, beside AWS Event Ruler on the same events; both begin with JSON text. */
export function measureMatching(say: (text: string) => void): MatchingFigures[] {
  say('events matched per second, from JSON text to the rules that match');
  const ruler = eventRuler();
  if ('missing' in ruler) say(`  AWS Event Ruler does not run here: ${ruler.missing}`);
  return [1, 100, 1000].map((rules) => {
    const given = scenario(rules);
    const ours = rate(given);
    const theirs = 'rate' in ruler ? ruler.rate(given, SECONDS) : undefined;
    if (theirs && theirs.matches !== ours.matches)
      throw new Error(
        `Of ${rules} rules, Event Ruler matched ${theirs.matches} times, the local runtime ${ours.matches}.`,
      );
    const beside = theirs
      ? `AWS Event Ruler ${thousands(theirs)}  (the local runtime is ${(ours.perSecond / theirs.perSecond).toFixed(1)} times as fast; same ${ours.matches} matches)`
      : '';
    say(`  ${String(rules).padStart(4)} rules   local runtime ${thousands(ours)}   ${beside}`);
    return { rules, perSecond: ours.perSecond, eventRuler: theirs?.perSecond };
  });
}

function rate({ patterns, events }: Scenario): Rate {
  const set = new RuleSet(patterns.map((pattern, rule) => ({ rule, ways: parsePattern(pattern) })));
  const matches = events.reduce((sum, event) => sum + set.matching(JSON.parse(event)).length, 0);
  round(set, events);
  return { perSecond: round(set, events), matches };
}

function round(set: RuleSet<number>, events: readonly string[]): number {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < SECONDS * 1000) {
    for (const event of events) set.matching(JSON.parse(event));
    count += events.length;
  }
  return count / ((performance.now() - began) / 1000);
}

const thousands = ({ perSecond }: Rate): string => `${Math.round(perSecond / 1000)}k/s`.padStart(7);
