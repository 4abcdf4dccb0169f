import { type Check, finding } from '#check/finding.ts';
import { isWild } from '#check/matches-name.ts';
import { eventOf, jobName, listed, mayBecauseOf } from '#check/naming.ts';
import type { Producer } from '#graph/graph.ts';
import { firstOfEach, groupBy } from '#graph/group-by.ts';

/** Events that more than one may say: two participants under one name, or two sources of one detail-type. */
export const twoSources: Check = ({ producers }) => {
  const said = producers.filter(({ source, detailType }) => !isWild(source + detailType));
  return [...byTwoParticipants(said), ...underTwoSources(said)];
};

const byTwoParticipants = (said: readonly Producer[]) =>
  [...groupBy(said, (each) => `${each.bus} ${eventOf(each)}`).values()].flatMap((group) => {
    const [first, ...others] = firstOfEach(group, ({ participant }) => participant);
    if (!first || others.length === 0) return [];
    return [
      finding('two-sources', eventOf(first), {
        at: mayBecauseOf(others[0] ?? first),
        what: `${listed([first, ...others].map(jobName))} may ${others.length === 1 ? 'both' : 'all'} say ${eventOf(first)} on the bus ${first.bus}.`,
        why: 'Whoever hears it cannot tell who said it, and its contract has no owner.',
        remedy: 'Leave it to one participant; let the others say events under a source of their own.',
      }),
    ];
  });

const underTwoSources = (said: readonly Producer[]) =>
  [...groupBy(said, ({ bus, detailType }) => `${bus} ${detailType}`).values()].flatMap((group) => {
    const [first, ...others] = firstOfEach(group, ({ source }) => source);
    if (!first || others.length === 0) return [];
    return [
      finding('two-sources', first.detailType, {
        at: mayBecauseOf(others[0] ?? first),
        what: `${first.detailType} is said under ${others.length + 1} sources on the bus ${first.bus}: ${listed([first, ...others].map((each) => `${each.source} by ${jobName(each)}`))}.`,
        why: 'A rule that hears it by its detail-type alone hears all of them, and their contracts may differ.',
        remedy: 'Give one of them another detail-type, or allow it if every rule names the source.',
      }),
    ];
  });
