import { checkEvent, isMeant } from './events/event-name.ts';
import type { Edge, Graph } from './graph.ts';

/** No system that anybody understands has more ways than this between two events. */
const MAX_PATHS = 100;

/**
 * The ways from one event to another, the shortest first: events and the jobs between them in turn. A job that hears an
 * event may say all that it says. A way passes no job twice; after a hundred of them no more are looked for.
 */
export function pathsBetween(graph: Graph, from: string, to: string): string[][] {
  checkEvent(graph, from);
  checkEvent(graph, to);
  const edges = graph.edges.filter(({ enabled }) => enabled);
  const heardAfter = (job: string) => edges.filter((edge) => edge.from === job);
  const relayed = (job: string) => graph.relays.filter((relay) => relay.from === job).map((relay) => relay.to);
  const ways = new Map<string, string[]>();
  // Each step adds a job: what is found first is shortest.
  let open = hearers(graph, edges, from).map(({ event, job }) => [event, job]);
  while (open.length > 0 && ways.size < MAX_PATHS) {
    const next: string[][] = [];
    for (const way of open) {
      const job = way.at(-1) ?? '';
      for (const said of sayings(graph, job).filter((event) => isMeant(to, event))) {
        const whole = [...way, `${said.source} ${said.detailType}`];
        ways.set(whole.join('\n'), whole);
      }
      for (const { event, to: hearer } of heardAfter(job))
        if (!way.includes(hearer)) next.push([...way, event, hearer]);
      for (const reader of relayed(job)) if (!way.includes(reader)) next.push([...way, reader]);
    }
    open = next.slice(0, 10_000);
  }
  return [...ways.values()].slice(0, MAX_PATHS);
}

/** The jobs that hear an event, whether or not a producer in the templates says it. */
function hearers(graph: Graph, edges: readonly Edge[], wanted: string): { event: string; job: string }[] {
  const heard = edges.filter((edge) => isMeant(wanted, edge)).map(({ event, to }) => ({ event, job: to }));
  const outside = graph.outside
    .filter((each) => isMeant(wanted, each))
    .map(({ source, detailType, to }) => ({ event: `${source} ${detailType}`, job: to }));
  const all = new Map([...heard, ...outside].map((each) => [`${each.event}\n${each.job}`, each]));
  return [...all.values()];
}

/** The events that a job may say: by its policies, and by the edges that lead from it. */
const sayings = (graph: Graph, job: string) => [
  ...graph.producers.filter(({ participant, job: name }) => `${participant}/${name}` === job),
  ...graph.edges.filter(({ from }) => from === job),
];
