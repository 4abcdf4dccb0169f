/**
 * The groups of nodes that all lead to each other, of those with more than one node or a node that leads to itself (Tarjan). Nodes are
 * numbers; `successors` has those that each leads to, some of them perhaps several times.
 */
export function stronglyConnected(roots: readonly number[], successors: readonly (readonly number[])[]): number[][] {
  const index = new Int32Array(successors.length).fill(-1);
  const lowest = new Int32Array(successors.length);
  const isOpen = new Uint8Array(successors.length);
  const open: number[] = [];
  const groups: number[][] = [];
  let visited = 0;
  // A path may be longer than the stack of calls.
  const path: number[] = [];
  const positions: number[] = [];
  for (const root of roots) {
    if (index[root] !== -1) continue;
    visit(root);
    while (path.length > 0) {
      const node = path.at(-1) as number;
      const position = positions.at(-1) as number;
      const next = successors[node]?.[position];
      if (next !== undefined) {
        positions[positions.length - 1] = position + 1;
        if (index[next] === -1) visit(next);
        else if (isOpen[next]) lower(node, index[next] as number);
        continue;
      }
      path.pop();
      positions.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above, lowest[node] as number);
      if (lowest[node] === index[node]) close(node);
    }
  }
  return groups;

  function visit(node: number) {
    index[node] = visited;
    lowest[node] = visited++;
    open.push(node);
    isOpen[node] = 1;
    path.push(node);
    positions.push(0);
  }
  function lower(node: number, to: number) {
    if (to < (lowest[node] as number)) lowest[node] = to;
  }
  function close(root: number) {
    const group = open.splice(open.lastIndexOf(root));
    for (const node of group) isOpen[node] = 0;
    if (group.length > 1 || successors[root]?.includes(root)) groups.push(group);
  }
}
