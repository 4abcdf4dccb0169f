import { parsePattern } from '../../packages/choreography/src/pattern/parse-pattern.ts';
import { RuleSet } from '../../packages/choreography/src/pattern/rule-set.ts';
import { eventRuler, type Rate } from './event-ruler.ts';
import { type Scenario, scenario } from './scenarios.ts';

export interface MatchingFigures {
  readonly rules: number;
  readonly local: Rate;
  /** Undefined where Event Ruler cannot run. */
  readonly eventRuler: Rate | undefined;
}

const SECONDS = 0.7;
const ROUNDS = 4;

/** What reads patterns and matches: of this version, if no other is given. */
export interface MatchingProgram {
  readonly RuleSet: typeof RuleSet;
  readonly parsePattern: typeof parsePattern;
}

/** Events matched per second of the processor by the local runtime, beside AWS Event Ruler on the same events. */
export function measureMatching(
  say: (text: string) => void,
  program: MatchingProgram = { RuleSet, parsePattern },
): MatchingFigures[] {
  say('events matched per second of the processor: from JSON text, and matching alone');
  const ruler = eventRuler();
  if ('missing' in ruler) say(`  AWS Event Ruler does not run here: ${ruler.missing}`);
  return [1, 100, 1000].map((rules) => {
    const given = scenario(rules);
    const local = rate(given, program);
    const theirs = 'rate' in ruler ? ruler.rate(given, SECONDS) : undefined;
    if (theirs && theirs.matches !== local.matches)
      throw new Error(
        `Of ${rules} rules, Event Ruler matched ${theirs.matches} times, the local runtime ${local.matches}.`,
      );
    const beside = (ours: number, other: number | undefined) =>
      `${thousands(ours)}${other === undefined ? '' : ` (Event Ruler ${thousands(other)}: ${(ours / other).toFixed(1)} times)`}`;
    say(
      `  ${String(rules).padStart(4)} rules   ${beside(local.fromText, theirs?.fromText)}   alone ${beside(local.alone, theirs?.alone)}`,
    );
    return { rules, local, eventRuler: theirs };
  });
}

function rate({ patterns, events }: Scenario, program: MatchingProgram): Rate {
  const set = new program.RuleSet(patterns.map((pattern, rule) => ({ rule, ways: program.parsePattern(pattern) })));
  const match = matcherOf(set);
  const parsed: unknown[] = events.map((event) => JSON.parse(event));
  const matches = parsed.reduce((sum: number, event) => sum + set.matching(event).length, 0);
  let [fromText, alone] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    fromText = Math.max(fromText, perSecond(events, match));
    alone = Math.max(
      alone,
      perSecond(parsed, (event) => set.matching(event)),
    );
  }
  return { fromText, alone, matches };
}

/** Versions that read no texts were given what was read of them. */
const matcherOf = (set: RuleSet<number>): ((text: string) => unknown) =>
  'matchingText' in set
    ? (text) => set.matchingText(text)
    : (text) => (set as RuleSet<number>).matching(JSON.parse(text));

function perSecond<Event>(events: readonly Event[], match: (event: Event) => unknown): number {
  const began = processorSeconds();
  let [count, seconds] = [0, 0];
  for (; seconds < SECONDS; seconds = processorSeconds() - began) {
    for (const event of events) match(event);
    count += events.length;
  }
  return count / seconds;
}

/** Of all threads of this process, those that compile and collect garbage among them; of Event Ruler too. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const thousands = (eventsPerSecond: number): string => `${Math.round(eventsPerSecond / 1000)}k/s`;
