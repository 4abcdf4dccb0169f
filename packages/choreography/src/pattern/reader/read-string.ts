import { described, type PatternText } from './pattern-text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' },
  ...{ '"': '"', '/': '/', '\\': '\\' },
};

/** Reads a string from behind its opening quote. @param kind what it is, in errors */
export function readString(text: PatternText, kind: 'name' | 'string value'): string {
  let string = '';
  for (;;) {
    if (text.isAtEnd)
      text.unexpectedEnd(kind === 'name' ? ' in field name' : ': was expecting closing quote for a string value');
    const character = text.read();
    if (character === '"') return string;
    if (character < ' ')
      text.failAtLast(
        `Illegal unquoted character (${described(character)}): has to be escaped using backslash to be included in ${kind}`,
      );
    string += character === '\\' ? readEscape(text) : character;
  }
}

function readEscape(text: PatternText): string {
  const escaped = readOfEscape(text);
  const character = ESCAPES[escaped];
  if (character !== undefined) return character;
  if (escaped !== 'u') text.failAtLast(`Unrecognized character escape ${described(escaped)}`);
  let code = '';
  for (let digits = 0; digits < 4; digits++) {
    const digit = readOfEscape(text);
    if (!/[\da-f]/i.test(digit)) text.unexpected(digit, 'expected a hex-digit for character escape sequence');
    code += digit;
  }
  return String.fromCharCode(Number.parseInt(code, 16));
}

function readOfEscape(text: PatternText): string {
  if (text.isAtEnd) text.unexpectedEnd(' in character escape sequence');
  return text.read();
}
