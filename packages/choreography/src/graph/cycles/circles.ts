import type { Link } from './link.ts';
import { ShortestWays } from './shortest-paths.ts';
import { stronglyConnected } from './strongly-connected.ts';

/** Above this many links among nodes that all lead to each other, one circle is listed for each node instead of each link. */
const MANY = 500;

/** For each link that is part of a circle, the shortest circle through it; each circle once, beginning with its first name. */
export function circlesOf(links: readonly Link[]): Link[][] {
  const from = new Map<string, Map<string, Link>>();
  for (const link of links) {
    const known = from.get(link.from) ?? new Map<string, Link>();
    from.set(link.from, known.set(`${link.label ?? ''}\n${link.to}`, link));
  }
  const successors = new Map([...from].map(([node, out]) => [node, new Set([...out.values()].map(({ to }) => to))]));
  const circles = new Map<string, Link[]>();
  for (const group of stronglyConnected(successors)) {
    const inside = new Set(group);
    const linksOf = new Map(
      group.map((node) => [node, [...(from.get(node)?.values() ?? [])].filter(({ to }) => inside.has(to))]),
    );
    const ways = new ShortestWays(group, linksOf);
    const all = [...linksOf.values()];
    for (const link of all.flat().length > MANY ? all.flatMap((out) => out.slice(0, 1)) : all.flat()) {
      const circle = beginWithFirst([link, ...ways.between(link.to, link.from)]);
      circles.set(JSON.stringify(circle), circle);
    }
  }
  return [...circles.values()];
}

function beginWithFirst(circle: readonly Link[]): Link[] {
  const names = circle.map(({ from }) => from);
  const first = names.indexOf([...names].sort()[0] ?? '');
  return [...circle.slice(first), ...circle.slice(0, first)];
}
