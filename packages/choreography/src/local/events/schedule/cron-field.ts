/** The values that a field may have, and the names of some: `JAN` is the first of the months. */
export interface FieldRange {
  readonly min: number;
  readonly max: number;
  /** In the order of their values, from `min`. */
  readonly names?: readonly string[];
}

export const MINUTES: FieldRange = { min: 0, max: 59 };
export const HOURS: FieldRange = { min: 0, max: 23 };
export const DAYS_OF_MONTH: FieldRange = { min: 1, max: 31 };
export const MONTHS: FieldRange = {
  min: 1,
  max: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
/** Sunday is 1. */
export const DAYS_OF_WEEK: FieldRange = {
  min: 1,
  max: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};
export const YEARS: FieldRange = { min: 1970, max: 2199 };

/** The values of a list such as `1,5-10,20/5`; undefined for what EventBridge refuses. */
export function valuesOfList(field: string, range: FieldRange): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const item of field.split(',')) {
    const found = valuesOfItem(item, range);
    if (!found) return undefined;
    for (const value of found) values.add(value);
  }
  return values;
}

/** The values of one item of a list: `*`, `5`, `5-10`, and each of these with an increment, `5/10`. */
export function valuesOfItem(item: string, range: FieldRange): readonly number[] | undefined {
  const [, first = '', last, increment] = ITEM.exec(item) ?? [];
  const from = first === '*' ? range.min : valueIn(first, range);
  const to = last !== undefined ? valueIn(last, range) : first === '*' || increment !== undefined ? range.max : from;
  const step = increment === undefined ? 1 : Number(increment);
  if (from === undefined || to === undefined || from > to || step < 1) return undefined;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

const ITEM = /^(\*|\w+)(?:(?<!\*)-(\w+))?(?:\/(\d+))?$/;

/** A number or name within a range; undefined for any other text. */
export function valueIn(text: string, { min, max, names = [] }: FieldRange): number | undefined {
  const name = names.indexOf(text.toUpperCase());
  if (name >= 0) return min + name;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
