import type { Consumer, Contract, FunctionNode, Graph } from '#graph/graph.ts';
import { firstOfEach, groupBy } from '#graph/group-by.ts';
import { hears } from './hears.ts';
import { eventOf, jobName, placeKey } from './naming.ts';

/** An event that has a contract, brought by a rule to a job that declares what it accepts. */
export interface Delivery {
  readonly contract: Contract;
  readonly consumer: Consumer;
  readonly job: FunctionNode & { readonly declared: NonNullable<FunctionNode['declared']> };
}

/**
 * Every event with a contract that a rule brings to a job with a declaration: events that a producer in the templates says, and
 * events from outside that have a contract. Of several contracts of one event, the one in the bus's registry counts.
 */
export function deliveries({ edges, contracts, consumers, functions }: Graph): Delivery[] {
  const byEvent = groupBy(contracts, eventOf);
  if (byEvent.size === 0) return [];
  const byRule = groupBy(consumers, ({ template, rule, target }) => `${template} ${rule} ${jobName(target)}`);
  const jobs = new Map(functions.map((job) => [placeKey(job), job]));
  const said = edges.flatMap((edge) =>
    (byRule.get(`${edge.template} ${edge.rule} ${edge.to}`) ?? []).map((consumer) => ({ event: edge.event, consumer })),
  );
  const heard = new Set(said.map(({ event }) => event));
  const fromOutside = [...byEvent.keys()]
    .filter((event) => !heard.has(event))
    .flatMap((event) => {
      const [contract] = byEvent.get(event) ?? [];
      return consumers.filter((each) => contract && hears(each, contract)).map((consumer) => ({ event, consumer }));
    });
  return firstOfEach(
    [...said, ...fromOutside],
    ({ event, consumer }) => `${event} ${consumer.template} ${consumer.rule} ${jobName(consumer.target)}`,
  ).flatMap(({ event, consumer }) => {
    const published = byEvent.get(event) ?? [];
    const contract = published.find(({ registry }) => registry === consumer.bus) ?? published[0];
    const { template, id } = consumer.target;
    const job = template === null ? undefined : jobs.get(placeKey({ template, id }));
    return contract && job && isDeclared(job) ? [{ contract, consumer, job }] : [];
  });
}

const isDeclared = (job: FunctionNode): job is Delivery['job'] => job.declared !== null;
