import { heardBy, jobName } from '#check/naming.ts';
import type { Graph } from '#graph/graph.ts';
import { groupBy } from '#graph/group-by.ts';

/** One way in which a job is brought to act: what an enabled rule hears for it. */
export interface Route {
  readonly job: string;
  readonly template: string;
  readonly bus: string;
  /** `source detail-type`, a schedule, or the pattern as JSON. */
  readonly event: string;
  readonly scheduled: boolean;
}

/** Every route of a graph by its job, each once. */
export function routesByJob({ consumers }: Graph): Map<string, Route[]> {
  const routes = consumers
    .filter(({ enabled }) => enabled)
    .flatMap(({ target, template, bus, pattern, schedule }): Route[] => {
      const route = { job: jobName(target), template, bus };
      const scheduled = schedule === null ? [] : [{ ...route, event: schedule, scheduled: true }];
      return pattern === null && schedule !== null
        ? scheduled
        : [...scheduled, { ...route, event: heardBy({ pattern, schedule: null }), scheduled: false }];
    });
  const once = new Map(routes.map((route) => [`${route.job} ${routeKey(route)}`, route]));
  return groupBy([...once.values()], ({ job }) => job);
}

/** What makes two routes of a job the same. */
const routeKey = ({ bus, event }: Route): string => `${bus} ${event}`;

/** The routes that are in one list and not in the other. */
export function without(routes: readonly Route[], others: readonly Route[]): Route[] {
  const keys = new Set(others.map(routeKey));
  return routes.filter((route) => !keys.has(routeKey(route)));
}
