import { InvalidEventPatternError } from './invalid-event-pattern-error.ts';

export type Token = '{' | '}' | '[' | ']' | 'name' | 'string' | 'number' | 'true' | 'false' | 'null';

/** So much of a pattern's text is looked at for a number: more than the longest pattern has. */
const MAX_WORD_LENGTH = 8192;

/** So much of a pattern's text is repeated in an error. */
const MAX_SOURCE_LENGTH = 500;

/**
 * Reads a pattern's text token by token and knows where it is, so that an error names the line and column that EventBridge
 * names. The service reads ahead like this: after a key it has read up to the key's value, and a string that is not needed
 * yet is read no further than its opening quote.
 */
export class PatternReader {
  /** The kind of the token that was read last. */
  token: Token = '{';
  /** The key that was read last. */
  key = '';
  /** The keys that lead to where the reader is. */
  readonly path: string[] = [];
  #position = 0;
  #ahead: Token | undefined;
  #value = '';
  #inString = false;
  readonly #open: { readonly close: '}' | ']'; empty: boolean; readonly at: number }[] = [];

  constructor(private readonly source: string) {}

  next(): Token {
    if (this.#ahead === undefined) {
      if (this.#inString) this.text();
      this.token = this.#read();
      if (this.token === 'name') this.#ahead = this.#readValue();
    } else {
      this.token = this.#ahead;
      this.#ahead = undefined;
    }
    return this.token;
  }

  /** The text of the string, number, literal or key that was read last. */
  text(): string {
    if (this.#inString) {
      this.#value = this.#readString();
      this.#inString = false;
    }
    return this.#value;
  }

  /** Refuses the pattern at this place. */
  fail(reason: string): never {
    throw new InvalidEventPatternError(reason, this.path.join('.'), this.where());
  }

  /** The place in the service's words. */
  where(at = this.#position): string {
    const before = this.source.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    const source =
      this.source.length > MAX_SOURCE_LENGTH
        ? `"${this.source.slice(0, MAX_SOURCE_LENGTH)}"[truncated ${this.source.length - MAX_SOURCE_LENGTH} chars]`
        : `"${this.source}"`;
    return `\n at [Source: (String)${source}; line: ${line}, column: ${column}]`;
  }

  #read(): Token {
    this.#skipSpace();
    const inside = this.#open.at(-1);
    if (!inside) return this.#readValue();
    if (this.#character() === inside.close) {
      this.#position++;
      this.#open.pop();
      return inside.close;
    }
    if (!inside.empty) {
      if (this.#character() !== ',') this.#unexpected(`was expecting comma to separate ${bracketName(inside)} entries`);
      this.#position++;
      this.#skipSpace();
    }
    inside.empty = false;
    if (inside.close === ']') return this.#readValue();
    if (this.#character() !== '"') this.#unexpected('was expecting double-quote to start field name');
    this.#position++;
    this.key = this.#readString();
    this.#skipSpace();
    if (this.#character() !== ':') this.#unexpected('was expecting a colon to separate field name and value');
    this.#position++;
    return 'name';
  }

  #readValue(): Token {
    this.#skipSpace();
    const at = this.#position;
    const character = this.#character();
    if (character === '{' || character === '[') {
      this.#position++;
      this.#open.push({ close: character === '{' ? '}' : ']', empty: true, at });
      return character;
    }
    if (character === '"') {
      this.#position++;
      this.#inString = true;
      return 'string';
    }
    const rest = this.source.slice(at, at + MAX_WORD_LENGTH);
    const [word = ''] = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(rest) ?? /^[\p{L}\p{N}_$]+/u.exec(rest) ?? [];
    this.#value = word;
    this.#position += word.length;
    if (word === 'true' || word === 'false' || word === 'null') return word;
    if (/^[-\d]/.test(word)) return 'number';
    if (word === '')
      this.#unexpected(
        "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      );
    return this.fail(
      `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
    );
  }

  /** From behind its opening quote. */
  #readString(): string {
    const from = this.#position;
    for (let at = from; at < this.source.length; at++) {
      if (this.source[at] === '\\') at++;
      else if (this.source[at] === '"') {
        this.#position = at + 1;
        try {
          return JSON.parse(`"${this.source.slice(from, at)}"`);
        } catch {
          this.fail('Unrecognized character escape or illegal unquoted character in a string');
        }
      }
    }
    this.#position = this.source.length;
    return this.fail('Unexpected end-of-input: was expecting closing quote for a string value');
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.source[this.#position] ?? 'x')) this.#position++;
  }

  /** The character at the reader's place; the end of the text is refused. */
  #character(): string {
    const character = this.source[this.#position];
    if (character !== undefined) return character;
    const inside = this.#open.at(-1);
    return this.fail(
      inside
        ? `Unexpected end-of-input: expected close marker for ${bracketName(inside)} (start marker at${this.where(inside.at).slice(4)})`
        : 'Filter is not an object',
    );
  }

  #unexpected(expectation: string): never {
    const character = this.#character();
    const inside = this.#open.at(-1);
    if (inside && '}]'.includes(character) && character !== inside.close)
      this.fail(
        `Unexpected close marker '${character}': expected '${inside.close}' (for ${bracketName(inside)} starting at${this.where(inside.at).slice(4)})`,
      );
    return this.fail(`Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${expectation}`);
  }
}

const bracketName = ({ close }: { readonly close: '}' | ']' }): string => (close === '}' ? 'Object' : 'Array');
