import type { Allowance } from '#check/allow.ts';
import type { NamedTemplate } from '#template/template.ts';

/** One of the two that are compared. */
export interface Version {
  readonly stacks: readonly NamedTemplate[];
  readonly allow: readonly Allowance[];
}
