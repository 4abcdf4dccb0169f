import type { ExactNumber } from '#pattern/json/exact-number.ts';

/**
 * A value that a pattern's condition can test: neither an object nor an array. Numbers that a double cannot hold exactly
 * are compared by their digits.
 */
export type Leaf = string | number | boolean | null | ExactNumber;

/** One of the things that a field may be, as a pattern lists them. */
export interface Condition {
  /** Whether a value of the event is so. */
  test(value: Leaf): boolean;
  /** True when the field's absence is what is asked for. */
  readonly absent?: true;
  /**
   * What every value that passes `test` has in common, so that an index can find the condition by a value; undefined when
   * they have nothing in common.
   */
  readonly common?: Common;
}

export type Common =
  | { readonly kind: 'exactly'; readonly value: Exclude<Leaf, ExactNumber> }
  /** A number of just these digits. */
  | { readonly kind: 'digits'; readonly text: string }
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string }
  /** Of the text in lower case. */
  | { readonly kind: 'exactly-lower' | 'prefix-lower' | 'suffix-lower'; readonly text: string }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };
