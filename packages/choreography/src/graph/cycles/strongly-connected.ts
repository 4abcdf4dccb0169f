/** Who leads to whom. */
export type Successors<Node> = ReadonlyMap<Node, Iterable<Node>>;

/** The groups of nodes that all lead to each other, of those with more than one node or a node that leads to itself (Tarjan). */
export function stronglyConnected<Node>(successors: Successors<Node>): Node[][] {
  const index = new Map<Node, number>();
  const lowest = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const groups: Node[][] = [];
  for (const root of successors.keys()) {
    if (index.has(root)) continue;
    // A path may be longer than the stack of calls.
    const path = [visit(root)];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { done, value: next } = top.rest.next();
      if (!done) {
        if (!index.has(next)) path.push(visit(next));
        else if (isOpen.has(next)) lower(top.node, index.get(next) ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) lower(above.node, lowest.get(top.node) ?? 0);
      if (lowest.get(top.node) === index.get(top.node)) close(top.node);
    }
  }
  return groups;

  function visit(node: Node) {
    index.set(node, index.size);
    lowest.set(node, index.get(node) ?? 0);
    open.push(node);
    isOpen.add(node);
    return { node, rest: [...(successors.get(node) ?? [])][Symbol.iterator]() };
  }
  function lower(node: Node, to: number) {
    lowest.set(node, Math.min(lowest.get(node) ?? 0, to));
  }
  function close(root: Node) {
    const group = open.splice(open.lastIndexOf(root));
    for (const node of group) isOpen.delete(node);
    if (group.length > 1 || [...(successors.get(root) ?? [])].includes(root)) groups.push(group);
  }
}
