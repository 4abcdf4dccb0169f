/** A number by its digits: one that JavaScript would write otherwise, or cannot hold. */
export class ExactNumber {
  /** What patterns compare; undefined for a number that is compared by its digits alone. */
  readonly value: number | undefined;

  constructor(readonly text: string) {
    this.value = comparable(text);
  }

  toString(): string {
    return this.text;
  }
}

/**
 * A number that a double holds exactly (`300`, `3.0e2`); undefined for one that it holds nearly, or not at all. Event
 * Ruler 2.1.0 (ComparableNumber) decides so, and compares the latter by their digits only.
 */
export function comparable(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && decimal(text) === decimal(asJavaWrites(value)) ? value : undefined;
}

/** Why a number is not comparable, in the service's words. */
export const whyNotComparable = (text: string): string =>
  exponentOf(text) > MAX_EXPONENT ? 'value exceeds limits' : `Cannot compare number : ${text}`;

/** An event's value as JSON.parse gives it. A number that Event Ruler does not compare by its value is an ExactNumber. */
export const leafOf = <Value>(value: Value): Value | number | ExactNumber =>
  typeof value !== 'number' || (Math.abs(value) < LARGE && (value === 0 || Math.abs(value) > SMALL))
    ? value
    : exactUnlessComparable(String(value));

function exactUnlessComparable(text: string): number | ExactNumber {
  const exact = new ExactNumber(text);
  return exact.value ?? exact;
}

/** Whole numbers from here on are further apart than one. */
const LARGE = 2 ** 53;
/** Numbers up to here have one or two digits. */
const SMALL = 1e-322;

/**
 * The digits that Java writes for a double, up to Java 18: as few as distinguish it from others, but at least two; of whole numbers that
 * fit into 64 bits, all but trailing zeros.
 */
function asJavaWrites(value: number): string {
  const size = Math.abs(value);
  if (size <= SMALL) return value.toExponential(1);
  if (size < LARGE || size >= 2 ** 63 || !Number.isInteger(value)) return String(value);
  const meaningless = Math.floor((Math.floor(Math.log2(size)) - 54) * Math.log10(2));
  if (meaningless < 1) return String(BigInt(value));
  const unit = 10n ** BigInt(meaningless);
  return `${value < 0 ? '-' : ''}${((BigInt(size) + unit / 2n) / unit) * unit}`;
}

/** Digits and exponent without the zeros around them, the same for all ways to write a number. */
function decimal(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (exponentOf(text) > MAX_EXPONENT) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

const exponentOf = (text: string): number => Math.abs(Number(/[eE](.+)$/.exec(text)?.[1] ?? 0));

/** Of Java's BigDecimal. */
const MAX_EXPONENT = 2 ** 31 - 1;
