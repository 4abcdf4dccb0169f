import type { Operation } from '#local/runtime/metering/operation.ts';

/** What lets no more than so many instances through in a second. */
export interface Limit {
  /** What all have in common that are limited in the same way, such as the keys `list#0` to `list#3` of a table. */
  readonly family: string;
  /** What saturates, such as a partition key of a table. */
  readonly resource: string;
  /** Instances a second at which it does. */
  readonly perSecond: number;
  /** What an instance takes of how much there is. */
  readonly because: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Of whom, if not of all instances: of those that have the same value at this path of what is put. */
  readonly sharing?: string;
}

/** How often a path is taken, and what its instances did, one by one. */
export interface LimitedPath {
  /** Of all instances, from 0 to 1. */
  readonly share: number;
  readonly instances: readonly (readonly Operation[])[];
  /** The keys of the instances. */
  readonly keys: readonly string[];
  /** The texts that all instances have in common, with their paths. */
  readonly common: ReadonlyMap<string, string>;
  /** The texts by which they differ beside their keys, with their paths: instances with the same one share what has it. */
  readonly varied?: ReadonlyMap<string, string>;
}
