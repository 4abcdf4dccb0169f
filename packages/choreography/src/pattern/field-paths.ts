/** The paths of fields that patterns ask for, as a tree of their keys: what no pattern asks for is never looked at. */
export interface PathNode {
  /** The number of the path that ends here, or -1. */
  path: number;
  readonly children: Map<string, PathNode>;
}

/** Numbers dotted paths as they come, from 0. */
export class FieldPaths {
  readonly root: PathNode = { path: -1, children: new Map() };
  count = 0;

  /** The number of a path such as `detail.loan.id`. Keys that contain dots are the same path as nested keys. */
  number(path: string): number {
    let node = this.root;
    for (const key of path.split('.')) {
      let child = node.children.get(key);
      if (!child) {
        child = { path: -1, children: new Map() };
        node.children.set(key, child);
      }
      node = child;
    }
    if (node.path < 0) node.path = this.count++;
    return node.path;
  }
}
