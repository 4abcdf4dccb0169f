import { type EventFlow, eventFlow } from '#check/event-flow.ts';
import { eventOf, jobName } from '#check/naming.ts';
import type { Graph } from '#graph/graph.ts';
import { groupBy } from '#graph/group-by.ts';
import type { Difference, JobChange, Move, RouteChange } from './difference.ts';
import { type Route, routesByJob, without } from './routes.ts';
import { directionOf, whenAdded, whenMoved, whenRouteAdded, whenRouteRemoved } from './under-way.ts';

type Changes = Pick<Difference, 'jobs' | 'routes'>;

/** The jobs and routes that came and went, and the jobs that are brought by another event than before. */
export function jobChanges(before: Graph, now: Graph): Changes {
  const [old, current] = [jobsOf(before), jobsOf(now)];
  const stayed = [...current.keys()].filter((job) => old.has(job));
  const flows = [eventFlow(now), eventFlow(before)];
  const rerouted = stayed.map((job) => reroutes(job, old.get(job) as Job, current.get(job) as Job, flows, now));
  return {
    jobs: {
      added: [...current].filter(([job]) => !old.has(job)).map(([name, job]) => asChange(name, job, now, true)),
      removed: [...old].filter(([job]) => !current.has(job)).map(([name, job]) => asChange(name, job, before, false)),
      moved: rerouted.flatMap(({ moved }) => moved),
    },
    routes: {
      added: rerouted.flatMap(({ added }) => added),
      removed: rerouted.flatMap(({ removed }) => removed),
    },
  };
}

interface Job {
  readonly template: string;
  readonly routes: readonly Route[];
  readonly says: readonly string[];
  readonly oncePer: string | null;
}

/** Everybody who hears or says something, or declares a job, by name. */
function jobsOf(graph: Graph): Map<string, Job> {
  const routes = routesByJob(graph);
  const sayings = groupBy(graph.producers, jobName);
  const declared = new Map(graph.functions.filter((job) => job.declared).map((job) => [jobName(job), job]));
  return new Map(
    [...new Set([...routes.keys(), ...sayings.keys(), ...declared.keys()])].map((name) => [
      name,
      {
        template:
          declared.get(name)?.template ?? sayings.get(name)?.[0]?.template ?? routes.get(name)?.[0]?.template ?? '',
        routes: routes.get(name) ?? [],
        says: [...new Set((sayings.get(name) ?? []).map(eventOf))],
        oncePer: declared.get(name)?.declared?.oncePer ?? null,
      },
    ]),
  );
}

function asChange(name: string, { template, routes, says, oncePer }: Job, graph: Graph, added: boolean): JobChange {
  const awaited = routes.filter(({ scheduled }) => !scheduled).map(({ event }) => event);
  return {
    job: name,
    template,
    hears: routes.map(({ event }) => event),
    says,
    underWay: added ? whenAdded(awaited, { job: name, oncePer, graph }) : [],
  };
}

function reroutes(job: string, old: Job, current: Job, flows: readonly EventFlow[], now: Graph) {
  const gone = without(old.routes, current.routes);
  const come = without(current.routes, old.routes);
  const stayed = without(current.routes, come).map(({ event }) => event);
  const deployed = { job, oncePer: current.oncePer, graph: now };
  const pairs = Math.min(gone.length, come.length);
  const moved = come.slice(0, pairs).map((route, index): Move => {
    const [from, to] = [(gone[index] as Route).event, route.event];
    const direction = sameEvent(from, to) ? 'same event' : direct(flows, from, to);
    const underWay = whenMoved({ from, to, direction }, deployed);
    return { job, template: route.template, from, to, direction, underWay };
  });
  const asRoute = (route: Route, underWay: readonly string[]): RouteChange => ({
    job,
    template: route.template,
    event: route.event,
    underWay,
  });
  return {
    moved,
    added: come.slice(pairs).map((route) => asRoute(route, whenRouteAdded(route.event, stayed, deployed))),
    removed: gone.slice(pairs).map((route) => asRoute(route, whenRouteRemoved(route.event, stayed, deployed))),
  };
}

/** By the new routes, otherwise by the old ones. */
const direct = (flows: readonly EventFlow[], from: string, to: string): Move['direction'] =>
  flows.map((flow) => directionOf(flow, from, to)).find((direction) => direction !== 'apart') ?? 'apart';

/** Two patterns that differ in what they ask beyond source and detail-type. */
function sameEvent(from: string, to: string): boolean {
  const [a, b] = [from, to].map(namesOf);
  return a !== undefined && a === b;
}

function namesOf(event: string): string | undefined {
  if (!event.startsWith('{')) return event;
  const { source, 'detail-type': detailType } = JSON.parse(event);
  const names = [source, detailType].map((each) => (Array.isArray(each) && each.length === 1 ? each[0] : each));
  return names.every((name) => typeof name === 'string') ? names.join(' ') : JSON.stringify(names);
}
