import { type Check, finding } from '#check/finding.ts';
import { eventOf, heardBy, jobName, neverRuns, placeKey, ruleOf } from '#check/naming.ts';
import { whyImpossible } from '#check/pattern/why-impossible.ts';
import type { Consumer, Graph } from '#graph/graph.ts';
import { firstOfEach } from '#graph/group-by.ts';
import { iamGlob } from '#graph/language/iam-glob.ts';
import { intersection, type Language, language } from '#graph/language/language.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';
import { whyRefused } from './refused-pattern.ts';

/** Rules that no event of anybody in the templates can match. Those that AWS refuses, or nothing can match, are apart. */
export const unmatchedRule: Check = (graph) => {
  const matched = new Set(graph.edges.flatMap((edge) => [ruleOf(edge), ...edge.via].map(placeKey)));
  return firstOfEach(graph.consumers, (consumer) => placeKey(ruleOf(consumer)))
    .filter((consumer) => !matched.has(placeKey(ruleOf(consumer))) && !isForOthers(consumer))
    .filter((consumer) => !forwardsUnheard(graph, consumer))
    .filter(({ pattern }) => whyRefused(pattern) === undefined && whyImpossible(pattern) === undefined)
    .map((consumer) => {
      const heard = heardBy({ ...consumer, schedule: null });
      return finding('unmatched-rule', `${jobName(consumer.target)} on ${heard}`, {
        at: ruleOf(consumer),
        what: `Nobody in these templates says what the rule for ${jobName(consumer.target)} hears: ${heard} on the bus ${consumer.bus}.${closest(graph, consumer)}`,
        why: neverRuns(consumer),
        remedy:
          'Correct the pattern or the bus, read the template of whoever says it too, or allow it if it is said from outside.',
      });
    });
};

/** Rules that hear what no template says: schedules, AWS's own services, which talk on the default bus, and partners on their buses. */
function isForOthers({ pattern, bus }: Consumer): boolean {
  if (pattern === null || bus.startsWith('aws.partner/')) return true;
  if (bus === 'default' && patternAlternatives(pattern).some(({ source }) => intersection(source, OF_AWS))) return true;
  const sources = Array.isArray(pattern.source) ? pattern.source : [];
  return (
    sources.length > 0 &&
    sources.every((source) => {
      const text = typeof source === 'string' ? source : (Object(source).prefix ?? Object(source).wildcard);
      return typeof text === 'string' && text.startsWith('aws.');
    })
  );
}

/** Whether a rule forwards events to a bus where no rule hears them: then no edge leads through it. */
const forwardsUnheard = ({ producers }: Graph, { bus, pattern, target }: Consumer): boolean =>
  target.kind === 'bus' &&
  patternAlternatives(pattern ?? {}).some((heard) =>
    producers.some(
      (said) => said.bus === bus && mayBe(heard.source, said.source) && mayBe(heard.detailType, said.detailType),
    ),
  );

/** A name may be a description, such as `library.* but library.monitor`. */
const mayBe = (heard: Language, said: string): boolean =>
  / but | & | \(any case\)$/.test(said) || intersection(heard, language([iamGlob(said)])) !== null;

const OF_AWS = language([iamGlob('aws.*')]);

/** What is said that looks like it, as a sentence: the same detail-type elsewhere, or one that differs in a letter or two. */
function closest({ producers }: Graph, { pattern, bus }: Consumer): string {
  const wanted = [pattern?.['detail-type']].flat().filter((each) => typeof each === 'string');
  const alike = producers.find(({ detailType }) => wanted.some((each) => distance(each, detailType) <= 2));
  if (!alike) return '';
  return ` ${jobName(alike)} says ${eventOf(alike)}${alike.bus === bus ? '' : ` on the bus ${alike.bus}`}.`;
}

/** How many letters must be added, left out or exchanged (Levenshtein); case does not count. */
function distance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const exchanged = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, exchanged));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
