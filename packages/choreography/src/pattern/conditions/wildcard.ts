import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
import type { Common, Condition } from './condition.ts';

/** `{"wildcard": "a*c"}`: `*` matches any characters, `\*` and `\\` match `*` and `\`. */
export function readWildcard(reader: PatternReader): Condition {
  if (reader.next() !== 'string') reader.fail('wildcard match pattern must be a string');
  return wildcard(reader.text(), (reason) => reader.fail(reason));
}

export function wildcard(text: string, fail: (reason: string) => never): Condition {
  const parts = literalParts(text, fail);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const common = commonOf(parts);
  return {
    test: (value) => {
      if (typeof value !== 'string') return false;
      if (parts.length === 1) return value === first;
      if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
      // Each part between two wildcards where it first occurs: what fits later fits then, too.
      let at = first.length;
      for (let index = 1; index < parts.length - 1; index++) {
        const part = parts[index] as string;
        const found = value.indexOf(part, at);
        if (found < 0) return false;
        at = found + part.length;
      }
      return at <= value.length - last.length;
    },
    ...(common && { common }),
  };
}

/** The literal text between the wildcards. Positions in errors count bytes from the opening quote, as the service's do. */
function literalParts(text: string, fail: (reason: string) => never): string[] {
  const parts = [''];
  const add = (literal: string) => parts.push((parts.pop() ?? '') + literal);
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    const position = () => Buffer.byteLength(text.slice(0, at)) + 1;
    if (character === '*') {
      if (text[at + 1] === '*') fail(`Consecutive wildcard characters at pos ${position()}`);
      parts.push('');
    } else if (character === '\\') {
      const escaped = text[at + 1];
      if (escaped !== '*' && escaped !== '\\') fail(`Invalid escape character at pos ${position()}`);
      add(escaped as string);
      at++;
    } else add(character);
  }
  return parts;
}

function commonOf(parts: readonly string[]): Common | undefined {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return { kind: 'exactly', value: first };
  if (first !== '') return { kind: 'prefix', text: first };
  return last === '' ? undefined : { kind: 'suffix', text: last };
}
