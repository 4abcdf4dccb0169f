import type { Common } from './condition.ts';

/** A text of a pattern whose case does not matter, as Event Ruler compares it. */
export interface IgnoringCase {
  equals(value: string): boolean;
  begins(value: string): boolean;
  ends(value: string): boolean;
  /** What any value that passes is in lower case; undefined where that differs from value to value. */
  readonly lower: string | undefined;
}

/**
 * Compares as Event Ruler 2.1.0 does (EqualsIgnoreCaseParser): each UTF-16 unit of the pattern may be its own lower or upper
 * case, whatever its neighbours are. So `ß` of a pattern is also `SS`, but `ss` is never `ß`; a character of two units, such as an
 * emoji, is two question marks.
 */
export function ignoringCase(text: string): IgnoringCase {
  const units = text.split('').map((unit) => (/[\ud800-\udfff]/.test(unit) ? '?' : unit));
  const cases = units.map((unit) => [...new Set([unit.toLowerCase(), unit.toUpperCase()])]);
  const behind = (value: string) => walk(value, cases, (each, at) => value.startsWith(each, at));
  return {
    equals: (value) => behind(value) === value.length,
    begins: (value) => behind(value) !== undefined,
    ends: (value) =>
      walk(value, cases.toReversed(), (each, at) => value.endsWith(each, value.length - at)) !== undefined,
    lower: units.every(isSimple) ? text.toLowerCase() : undefined,
  };
}

/** How long the part of a value is that the units lead through, one after the other; undefined if they don't. */
function walk(
  value: string,
  cases: readonly (readonly string[])[],
  stands: (text: string, at: number) => boolean,
): number | undefined {
  let at = 0;
  for (const unit of cases) {
    const found = unit.find((each) => at + each.length <= value.length && stands(each, at));
    if (found === undefined) return undefined;
    at += found.length;
  }
  return at;
}

/** Whether both cases are one unit and map to each other, at any position. Sigma has its own lower case at the end of a word. */
function isSimple(unit: string): boolean {
  const [lower, upper] = [unit.toLowerCase(), unit.toUpperCase()];
  return lower.length === 1 && upper.length === 1 && upper.toLowerCase() === lower && !'Σσς'.includes(unit);
}

/** What an index can find values by that pass. */
export const commonIgnoringCase = (
  kind: 'exactly-lower' | 'prefix-lower' | 'suffix-lower',
  { lower }: IgnoringCase,
): { common?: Common } => (lower === undefined ? {} : { common: { kind, text: lower } });
