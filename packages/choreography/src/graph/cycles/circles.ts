import type { Link } from './link.ts';
import { ShortestWays } from './shortest-paths.ts';
import { stronglyConnected } from './strongly-connected.ts';

/** Above this many links among nodes that all lead to each other, one circle is listed for each node instead of each link. */
const MANY = 500;

/** For each link that is part of a circle, the shortest circle through it; each circle once, beginning with its first name. */
export function circlesOf(links: readonly Link[]): Link[][] {
  const circles = new Map<string, Link[]>();
  const groups = groupsOf(links);
  if (groups.length === 0) return [];
  const inside = linksInside(groups, links);
  for (const group of groups) {
    const linksOf = new Map(group.map((node) => [node, [...(inside.get(node)?.values() ?? [])]]));
    const ways = new ShortestWays(group, linksOf);
    const all = [...linksOf.values()];
    for (const link of all.flat().length > MANY ? all.flatMap((out) => out.slice(0, 1)) : all.flat()) {
      const circle = beginWithFirst([link, ...ways.between(link.to, link.from)]);
      circles.set(JSON.stringify(circle), circle);
    }
  }
  return [...circles.values()];
}

/** The nodes that all lead to each other. Most systems have none, so that links are counted before anything is made of them. */
function groupsOf(links: readonly Link[]): string[][] {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const successors: number[][] = [];
  const roots: number[] = [];
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, names.length);
    successors.push([]);
    return names.push(name) - 1;
  };
  for (const { from, to } of links) {
    const node = numberOf(from);
    if (successors[node]?.push(numberOf(to)) === 1) roots.push(node);
  }
  return stronglyConnected(roots, successors).map((group) => group.map((node) => names[node] as string));
}

/** The links of each node to others of its group, each once. */
function linksInside(groups: readonly (readonly string[])[], links: readonly Link[]): Map<string, Map<string, Link>> {
  const groupOf = new Map(groups.flatMap((group) => group.map((node) => [node, group])));
  const inside = new Map<string, Map<string, Link>>();
  for (const link of links) {
    const group = groupOf.get(link.from);
    if (!group || groupOf.get(link.to) !== group) continue;
    const known = inside.get(link.from) ?? new Map<string, Link>();
    inside.set(link.from, known.set(`${link.label ?? ''}\n${link.to}`, link));
  }
  return inside;
}

function beginWithFirst(circle: readonly Link[]): Link[] {
  const names = circle.map(({ from }) => from);
  const first = names.indexOf([...names].sort()[0] ?? '');
  return [...circle.slice(first), ...circle.slice(0, first)];
}
