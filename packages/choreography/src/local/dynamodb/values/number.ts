/** The most significant digits of a number, and the exponents between which its first digit may be (Data types: Number). */
const MAX_DIGITS = 38;
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;

const TOO_LARGE = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
const TOO_SMALL = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const TOO_PRECISE = 'Attempting to store more than 38 significant digits in a Number';

/** A number in decimal: `coefficient` times ten to the power of `exponent`, without trailing zeros in the coefficient. */
interface Decimal {
  coefficient: bigint;
  exponent: number;
}

/**
 * A number as DynamoDB stores it, without exponent and superfluous zeros: `2.50` is `2.5`, `1E3` is `1000`.
 *
 * @throws RangeError one of the texts above
 * @throws SyntaxError if the text is no number
 */
export function canonicalNumber(text: string): string {
  if (SIMPLE.test(text)) return text;
  return stored(parse(text));
}

/** Less than, equal to or greater than 0, as `left` is to `right`; both are canonical. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (left.length <= EXACT && right.length <= EXACT) return Number(left) - Number(right);
  const [a, b] = aligned(parse(left), parse(right));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @throws RangeError if the sum cannot be stored: nothing is rounded */
export function addNumbers(left: string, right: string): string {
  if (left.length <= EXACT && right.length <= EXACT && SIMPLE.test(left) && SIMPLE.test(right))
    return String(Number(left) + Number(right));
  const [a, b, exponent] = aligned(parse(left), parse(right));
  return stored(trimmed({ coefficient: a + b, exponent }));
}

export function negated(number: string): string {
  if (number === '0') return number;
  return number.startsWith('-') ? number.slice(1) : `-${number}`;
}

/** How many significant digits a canonical number has. */
export function digitsOf(number: string): number {
  const digits = number.replace('-', '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.max(1, digits.length);
}

/** Whole numbers that are already canonical, and short enough that a double holds their sums. */
const SIMPLE = /^(?:0|-?[1-9]\d{0,13})$/;
/** The most characters of a number that a double holds exactly enough to be compared. */
const EXACT = 15;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

function parse(text: string): Decimal {
  const match = NUMBER.exec(text);
  const [, sign, whole = '', fraction = '', power = '0'] = match ?? [];
  if (!match || whole.length + fraction.length === 0) throw new SyntaxError(text);
  const coefficient = BigInt(whole + fraction || '0');
  return trimmed({
    coefficient: sign === '-' ? -coefficient : coefficient,
    exponent: Number(power) - fraction.length,
  });
}

function trimmed({ coefficient, exponent }: Decimal): Decimal {
  if (coefficient === 0n) return { coefficient, exponent: 0 };
  const digits = String(coefficient);
  const zeros = digits.length - digits.replace(/0+$/, '').length;
  return zeros === 0
    ? { coefficient, exponent }
    : { coefficient: BigInt(digits.slice(0, -zeros)), exponent: exponent + zeros };
}

/** Both coefficients for the smaller exponent. */
function aligned(left: Decimal, right: Decimal): [left: bigint, right: bigint, exponent: number] {
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (number: Decimal) => number.coefficient * 10n ** BigInt(number.exponent - exponent);
  return [scaled(left), scaled(right), exponent];
}

function stored({ coefficient, exponent }: Decimal): string {
  const negative = coefficient < 0n;
  const digits = String(negative ? -coefficient : coefficient);
  const first = digits.length - 1 + exponent;
  if (coefficient !== 0n) {
    if (first > MAX_EXPONENT) throw new RangeError(TOO_LARGE);
    if (first < MIN_EXPONENT) throw new RangeError(TOO_SMALL);
    if (digits.length > MAX_DIGITS) throw new RangeError(TOO_PRECISE);
  }
  return (negative ? '-' : '') + plain(digits, exponent);
}

function plain(digits: string, exponent: number): string {
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const whole = digits.length + exponent;
  if (whole > 0) return `${digits.slice(0, whole)}.${digits.slice(whole)}`;
  return `0.${'0'.repeat(-whole)}${digits}`;
}
