import type { Graph } from '#graph/graph.ts';
import { groupBy } from '#graph/group-by.ts';
import { hears } from './hears.ts';
import { isWild, matchesName } from './matches-name.ts';
import { eventOf, jobName, placeKey, ruleOf } from './naming.ts';

/** What may follow from what, as far as enabled rules carry it. Events are named `source detail-type`, jobs `participant/job`. */
export interface EventFlow {
  /**
   * Every event that may follow from one: said by a job that hears it, or that hears what follows from it. What a job may say
   * by a wildcard keeps its wildcard: `library.* *`.
   */
  after(event: string): ReadonlySet<string>;
  /** Whether one event may follow from another. */
  leadsTo(event: string, other: string): boolean;
  /** The jobs that hear an event. */
  hearers(event: string): ReadonlySet<string>;
  /** The jobs that may say an event. */
  speakers(event: string): ReadonlySet<string>;
}

/** Reads the flow of events off a graph. */
export function eventFlow({ edges, outside, consumers, producers, relays }: Graph): EventFlow {
  const enabled = [...edges, ...outside].filter((edge) => edge.enabled);
  const literal = groupBy(enabled, ({ event }) => event);
  const wild = enabled.filter(({ event }) => isWild(event));
  const onward = groupBy(relays, ({ from }) => from);
  const sayings = groupBy(producers, jobName);
  const everSaid = new Set(edges.map(({ event }) => event));
  const rules = new Map(consumers.map((consumer) => [placeKey(ruleOf(consumer)), consumer]));
  const told = new Map<string, ReadonlySet<string>>();

  const hearers = (event: string): Set<string> => {
    const [source = '', ...words] = event.split(' ');
    const said = { source, detailType: words.join(' ') };
    const hearing = wild.filter((edge) => hears(rules.get(placeKey(ruleOf(edge))) ?? { pattern: null }, said));
    const heard = new Set([...(literal.get(event) ?? []), ...hearing].map(({ to }) => to));
    for (const job of heard) for (const { to } of onward.get(job) ?? []) heard.add(to);
    return heard;
  };
  const follow = (event: string): string[] =>
    [...hearers(event)]
      .flatMap((job) => (sayings.get(job) ?? []).map(eventOf))
      .flatMap((name) =>
        isWild(name) ? [name, ...[...everSaid].filter((known) => matchesName(name, known))] : [name],
      );
  const after = (event: string): ReadonlySet<string> => {
    const known = told.get(event);
    if (known) return known;
    const found = new Set(follow(event));
    for (const next of found) for (const later of follow(next)) found.add(later);
    told.set(event, found);
    return found;
  };
  return {
    after,
    hearers,
    leadsTo: (event, other) => after(event).has(other) || [...after(event)].some((name) => matchesName(name, other)),
    speakers: (event) => new Set(producers.filter((producer) => matchesName(eventOf(producer), event)).map(jobName)),
  };
}
