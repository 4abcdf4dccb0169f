import type { Link } from './link.ts';

/** The shortest ways between nodes that all lead to each other. Nodes are counted, since groups of thousands exist. */
export class ShortestWays {
  readonly #numbers: ReadonlyMap<string, number>;
  /** The links of each node: of several to the same node the first. */
  readonly #links: readonly (readonly { readonly to: number; readonly link: Link }[])[];

  constructor(group: readonly string[], linksOf: ReadonlyMap<string, readonly Link[]>) {
    this.#numbers = new Map(group.map((node, number) => [node, number]));
    this.#links = group.map((node) => {
      const first = new Map<number, Link>();
      for (const link of linksOf.get(node) ?? []) {
        const to = this.#numbers.get(link.to) ?? 0;
        if (!first.has(to)) first.set(to, link);
      }
      return [...first].map(([to, link]) => ({ to, link }));
    });
  }

  between(start: string, end: string): Link[] {
    const from = this.#numbers.get(start) ?? 0;
    const to = this.#numbers.get(end) ?? 0;
    const cameBy: (Link | null | undefined)[] = new Array(this.#links.length);
    cameBy[from] = null;
    const queue = [from];
    for (let next = 0; next < queue.length && cameBy[to] === undefined; next++) {
      for (const { to: node, link } of this.#links[queue[next] ?? 0] ?? []) {
        if (cameBy[node] !== undefined) continue;
        cameBy[node] = link;
        queue.push(node);
      }
    }
    const way: Link[] = [];
    for (let link = cameBy[to]; link; link = cameBy[this.#numbers.get(link.from) ?? 0]) way.unshift(link);
    return way;
  }
}
