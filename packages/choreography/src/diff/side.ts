import type { Allowance } from '#check/allow.ts';
import type { SystemOptions } from '#cli/map/read-system.ts';
import type { Graph } from '#graph/graph.ts';

/** One of the two that are compared. */
export interface Side {
  readonly graph: Graph;
  readonly allow: readonly Allowance[];
}

export interface SideOptions extends SystemOptions {
  readonly parameter?: Readonly<Record<string, string>>;
}
