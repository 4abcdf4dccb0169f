import type { Checkout } from './checkout.ts';

/** One thing that is measured of each version in turns. */
export interface Measure {
  readonly name: string;
  /** How often each version is measured; the medians are compared. */
  readonly rounds: number;
  readonly figures: readonly Figure[];
  /** One value for each figure, in their order. @param before the version that is compared with */
  take(checkout: Checkout, before: Checkout): Promise<readonly number[]> | readonly number[];
}

export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly target: Target;
}

/**
 * What issue 13 asks for: a ratio of today's value to the other version's, a limit of today's value alone, or nothing of its own where
 * a figure only explains another.
 */
export type Target =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly todayAtMost: number }
  | { readonly todayAtLeast: number }
  | 'none';

export function reached(before: number, now: number, target: Target): boolean {
  if (target === 'none') return true;
  if ('todayAtMost' in target) return now <= target.todayAtMost;
  if ('todayAtLeast' in target) return now >= target.todayAtLeast;
  return 'atMost' in target ? now / before <= target.atMost : now / before >= target.atLeast;
}

export function inWords(target: Target): string {
  if (target === 'none') return '';
  if ('todayAtMost' in target) return `today at most ${target.todayAtMost}`;
  if ('todayAtLeast' in target) return `today at least ${target.todayAtLeast}`;
  return 'atMost' in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`;
}
