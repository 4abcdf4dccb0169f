import { contractDetail } from '#check/contract/contract-data.ts';
import type { Schema } from '#check/contract/schema.ts';
import { type Check, finding } from '#check/finding.ts';
import { eventOf, heardBy, jobName, neverRuns, placeKey, ruleOf } from '#check/naming.ts';
import { whyImpossible } from '#check/pattern/why-impossible.ts';
import type { Consumer, Edge, Graph } from '#graph/graph.ts';
import { firstOfEach, groupBy } from '#graph/group-by.ts';

/** Event patterns that are valid, and that no event can match: none at all, or none that keeps to its contract. */
export const impossiblePattern: Check = (graph) => {
  const detailsOf = detailsHeard(graph);
  return firstOfEach(graph.consumers, (consumer) => placeKey(ruleOf(consumer))).flatMap((consumer) => {
    const { pattern } = consumer;
    const reason = whyImpossible(pattern, () => detailsOf(consumer));
    if (reason === undefined) return [];
    return [
      finding('impossible-pattern', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
        at: ruleOf(consumer),
        what: `No event can match the pattern of the rule that calls ${jobName(consumer.target)}: ${reason}.`,
        why: neverRuns(consumer),
        remedy: `Correct the pattern ${JSON.stringify(pattern)}.`,
      }),
    ];
  });
};

/** The contracts' `detail` of all that a rule hears; nothing when one of them has no contract, or may be anything. */
function detailsHeard({ edges, contracts }: Graph): (consumer: Consumer) => Schema[] {
  let byRule: ReadonlyMap<string, readonly Edge[]> | undefined;
  const byEvent = groupBy(contracts, eventOf);
  return (consumer) => {
    byRule ??= groupBy(edges, (edge) => placeKey(ruleOf(edge)));
    const events = new Set((byRule.get(placeKey(ruleOf(consumer))) ?? []).map(({ event }) => event));
    const details = [...events].map((event) => byEvent.get(event)?.map(({ schema }) => contractDetail(schema)) ?? []);
    const known = details.flat().filter((detail) => detail !== undefined);
    return details.every((each) => each.length > 0 && each.every((detail) => detail !== undefined)) ? known : [];
  };
}
