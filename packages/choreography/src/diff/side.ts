import type { Allowance } from '#check/allow.ts';
import type { Graph } from '#graph/graph.ts';

/** One of the two that are compared. */
export interface Side {
  readonly graph: Graph;
  readonly allow: readonly Allowance[];
}
