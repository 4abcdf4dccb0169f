import type { PatternText } from './pattern-text.ts';

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** So much of what is no word of JSON is repeated in an error. */
const MAX_TOKEN_LENGTH = 256;

/** A letter of an identifier of Java: `Character.isJavaIdentifierStart` and `isJavaIdentifierPart`. */
const IDENTIFIER_START = /[\p{L}\p{Nl}\p{Sc}\p{Pc}]/u;
const IDENTIFIER_PART = /[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mc}\p{Mn}\p{Cf}\p{Cc}]/u;
/** Control characters that are white space to Java, and so no part of an identifier. */
const SPACES = '\t\n\v\f\r\x1c\x1d\x1e\x1f';

const isPart = (character: string): boolean => IDENTIFIER_PART.test(character) && !SPACES.includes(character);

/** Reads the rest of a word, of which so many characters were read. */
export function readWord(text: PatternText, word: string, read = 1): void {
  for (let at = read; at < word.length; at++) {
    if (text.ahead !== word.charAt(at)) notRecognized(text, word.slice(0, at));
    text.position++;
  }
  if (text.ahead >= '0' && !']}'.includes(text.ahead) && isPart(text.ahead)) notRecognized(text, word);
}

/** Refuses what begins no value. */
export function oddValue(text: PatternText, character: string): never {
  if (character === 'N') notStandard(text, 'NaN');
  if (character === 'I') notStandard(text, 'Infinity');
  if (IDENTIFIER_START.test(character)) notRecognized(text, character);
  return text.unexpected(character, `expected a valid value ${VALUES}`);
}

/** Refuses a word that other readers of JSON take. */
export function notStandard(text: PatternText, word: string, read = 1): never {
  readWord(text, word, read);
  return text.fail(`Non-standard token '${word}': enable \`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS\` to allow`);
}

/**
 * Refuses a word, with all of it that was read and that looks as if it belonged to it; behind it, as recorded at AWS
 * (localstack/localstack, tests/aws/services/events). Event Ruler 2.1.0 by itself names where the word begins.
 */
function notRecognized(text: PatternText, read: string): never {
  let word = read;
  while (isPart(text.ahead) && word.length < MAX_TOKEN_LENGTH) word += text.read();
  const cut = word.length >= MAX_TOKEN_LENGTH ? '...' : '';
  return text.fail(`Unrecognized token '${word}${cut}': was expecting ${VALUES}`);
}
