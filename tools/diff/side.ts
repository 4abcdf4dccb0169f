import type { Allowance } from '../check/allow.ts';
import type { Graph } from '../map/graph.ts';
import type { SystemOptions } from '../map/read-system.ts';

/** One of the two that are compared. */
export interface Side {
  readonly graph: Graph;
  readonly allow: readonly Allowance[];
}

export interface SideOptions extends SystemOptions {
  readonly parameter?: Readonly<Record<string, string>>;
}
