import { stronglyConnected } from './strongly-connected.ts';

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
}

/** Beyond so many links among nodes that all lead to each other, one circle through each node is told, not one through each link. */
const MANY = 500;

/** For each link that is part of a circle, the shortest circle through it; each circle once, beginning with its first name. */
export function circlesOf(links: readonly Link[]): Link[][] {
  const from = new Map<string, Link[]>();
  for (const link of links) {
    const known = from.get(link.from);
    if (!known) from.set(link.from, [link]);
    else if (!known.some(({ to, label }) => to === link.to && label === link.label)) known.push(link);
  }
  const successors = new Map([...from].map(([node, out]) => [node, new Set(out.map(({ to }) => to))]));
  const circles = new Map<string, Link[]>();
  for (const group of stronglyConnected(successors)) {
    const inside = new Set(group);
    const linksOf = (node: string) => (from.get(node) ?? []).filter(({ to }) => inside.has(to));
    const starts = group.flatMap((node) => linksOf(node));
    for (const link of starts.length > MANY ? group.flatMap((node) => linksOf(node).slice(0, 1)) : starts) {
      const circle = beginWithFirst([link, ...shortest(link.to, link.from, linksOf)]);
      circles.set(JSON.stringify(circle), circle);
    }
  }
  return [...circles.values()];
}

/** The shortest way; it exists between nodes that all lead to each other. */
function shortest(start: string, end: string, linksOf: (node: string) => readonly Link[]): Link[] {
  const cameBy = new Map<string, Link | null>([[start, null]]);
  for (const node of cameBy.keys()) {
    if (node === end) break;
    for (const link of linksOf(node)) if (!cameBy.has(link.to)) cameBy.set(link.to, link);
  }
  const way: Link[] = [];
  for (let link = cameBy.get(end); link; link = cameBy.get(link.from)) way.unshift(link);
  return way;
}

function beginWithFirst(circle: readonly Link[]): Link[] {
  const names = circle.map(({ from }) => from);
  const first = names.indexOf([...names].sort()[0] ?? '');
  return [...circle.slice(first), ...circle.slice(0, first)];
}
