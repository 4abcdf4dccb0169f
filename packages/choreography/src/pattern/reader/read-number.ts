import { described, type PatternText } from './pattern-text.ts';
import { notStandard, oddValue } from './read-word.ts';

/** A number from its first digit on, also one that breaks off. */
const PARTS = /(\d+)(?:(\.)(\d*))?(?:([eE])[+-]?(\d*))?/y;

/** So many digits a number may have: `StreamReadConstraints` of Event Ruler's parser. */
const MAX_DIGITS = 1000;

/** Reads a number of which the first character was read. @param isAtRoot whether it is in no list and no object */
export function readNumber(text: PatternText, first: string, isAtRoot: boolean): string {
  const start = text.position - 1;
  if (first === '-') mustBegin(text);
  else text.position = start;
  PARTS.lastIndex = text.position;
  const parts = PARTS.exec(text.source) as RegExpExecArray;
  const [number, integer = '', point, fraction = '', mark, exponent = ''] = parts;
  if (/^0\d/.test(integer)) {
    text.position++;
    text.fail('Invalid numeric value: Leading zeroes not allowed');
  }
  if (point && fraction === '') breaksOff(text, parts, integer.length, 'Decimal point not followed by a digit');
  if (mark && exponent === '') breaksOff(text, parts, number.length, 'Exponent indicator not followed by a digit');
  text.position += number.length;
  const digits = integer.length + fraction.length + exponent.length - uncounted(text, parts);
  if (digits > MAX_DIGITS)
    text.refuse(
      `Number value length (${digits}) exceeds the maximum allowed (${MAX_DIGITS}, from \`StreamReadConstraints.getMaxNumberLength()\`)`,
    );
  if (isAtRoot && !text.isAtEnd) text.readSpaceBehindRoot();
  return text.source.slice(start, text.position);
}

/** The service counts one digit less for each part that a number with a point or an `e` lacks, if it begins with 0. */
function uncounted({ isAtEnd }: PatternText, [, integer = '', point, , mark]: RegExpExecArray): number {
  const isFloat = point !== undefined || mark !== undefined;
  if (!isFloat || !(integer.startsWith('0') || isAtEnd)) return 0;
  return Number(point === undefined) + Number(mark === undefined);
}

/**
 * Refuses a number that breaks off. The service names the character that it misses a digit at, if the number begins with 0, else the
 * point or the `e`. @param length how much of the number is well
 */
function breaksOff(text: PatternText, [number, integer = '']: RegExpExecArray, length: number, why: string): never {
  const from = text.position;
  const isPoint = length === integer.length;
  const at = from + (isPoint ? length + 1 : length);
  if (at >= text.source.length) {
    text.position = at;
    if (!isPoint) text.unexpectedEnd('expected a digit for number exponent');
  }
  const isAtEnd = at >= text.source.length;
  const offending = text.source.charAt(isAtEnd ? at - 1 : at);
  text.position = isAtEnd ? at : integer.startsWith('0') ? at + 1 : from + number.search(/[.eE]/) + 1;
  return text.failAtLast(`Unexpected character (${described(offending)}) in numeric value: ${why}`);
}

/** Refuses what is no number behind its minus. */
function mustBegin(text: PatternText): void {
  if (text.isAtEnd) text.unexpectedEnd('No digit following sign');
  if (/\d/.test(text.ahead)) return;
  const character = text.read();
  if (character === '.') oddValue(text, character);
  notANumber(text, '-', character);
}

/** Refuses a sign that no number follows. @param character behind the sign, and read */
export function notANumber(text: PatternText, sign: '-' | '+', character: string): never {
  let offending = character;
  if (character === 'I') {
    if (text.isAtEnd) text.unexpectedEnd(' in a Number value');
    offending = text.read();
    if (offending === 'N') notStandard(text, `${sign}INF`, 3);
    if (offending === 'n') notStandard(text, `${sign}Infinity`, 3);
  }
  const [told, why] =
    sign === '-'
      ? [offending, 'expected digit (0-9) to follow minus sign, for valid numeric value']
      : [
          '+',
          'JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow',
        ];
  return text.failAtLast(`Unexpected character (${described(told)}) in numeric value: ${why}`);
}
