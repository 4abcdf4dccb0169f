import type { Checkout } from './checkout.ts';

/** One thing that is measured of each version in turns. */
export interface Measure {
  readonly name: string;
  /** How often each version is measured; the medians are compared. */
  readonly rounds: number;
  readonly figures: readonly Figure[];
  /** One value for each figure, in their order. */
  take(checkout: Checkout): Promise<readonly number[]> | readonly number[];
}

export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** The ratio of today's value to the other version's that issue 13 asks for. */
  readonly target: { readonly atMost: number } | { readonly atLeast: number };
}

export const reached = (ratio: number, target: Figure['target']): boolean =>
  'atMost' in target ? ratio <= target.atMost : ratio >= target.atLeast;
