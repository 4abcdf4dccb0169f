import { PatternText, type TextPosition } from './pattern-text.ts';
import { notANumber, readNumber } from './read-number.ts';
import { readString } from './read-string.ts';
import { oddValue, readWord } from './read-word.ts';

export type Token = '{' | '}' | '[' | ']' | 'name' | 'string' | 'number' | 'true' | 'false' | 'null';

const WORDS = { t: 'true', f: 'false', n: 'null' } as const;

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
  readonly #text: PatternText;
  #ahead: Token | undefined;
  #value = '';
  #inString = false;
  readonly #open: { readonly close: '}' | ']'; empty: boolean; readonly at: TextPosition }[] = [];

  constructor(source: string) {
    this.#text = new PatternText(source, this.path);
  }

  next(): Token {
    if (this.#ahead === undefined) {
      if (this.#inString) this.text();
      this.token = this.#read();
    } else {
      this.token = this.#ahead;
      this.#ahead = undefined;
    }
    return this.token;
  }

  /** The text of the string, number, literal or key that was read last. */
  text(): string {
    if (this.#inString) {
      this.#value = readString(this.#text, 'string value');
      this.#inString = false;
    }
    return this.#value;
  }

  /** Refuses the pattern at this place. */
  fail(reason: string): never {
    return this.#text.fail(reason);
  }

  /** This place in the service's words. */
  where(): string {
    return `\n at ${this.#text.told()}`;
  }

  #read(): Token {
    const text = this.#text;
    const inside = this.#open.at(-1);
    let character = text.readPastSpace();
    if (character === undefined) return this.#ended();
    if (character === '}' || character === ']') return this.#close(character);
    if (inside && !inside.empty) {
      if (character !== ',') text.unexpected(character, `was expecting comma to separate ${nameOf(inside)} entries`);
      character = text.readPastSpace() ?? text.unexpectedEnd(` within/between ${nameOf(inside)} entries`);
    }
    if (inside) inside.empty = false;
    if (inside?.close !== '}') return this.#readValue(character);
    if (character !== '"') text.unexpected(character, 'was expecting double-quote to start field name');
    this.key = readString(text, 'name');
    this.#ahead = this.#readValue(this.#readPastColon());
    return 'name';
  }

  #readPastColon(): string {
    const text = this.#text;
    const ended = ' within/between Object entries';
    const colon = text.readPastSpace() ?? text.unexpectedEnd(ended);
    if (colon !== ':') text.unexpected(colon, 'was expecting a colon to separate field name and value');
    return text.readPastSpace() ?? text.unexpectedEnd(ended);
  }

  #readValue(character: string): Token {
    const text = this.#text;
    if (character === '{' || character === '[') {
      const at = text.place(text.position - 1);
      this.#value = character;
      this.#open.push({ close: character === '{' ? '}' : ']', empty: true, at });
      return character;
    }
    if (character === '"') {
      this.#inString = true;
      return 'string';
    }
    if (character === '}') text.unexpected(character, 'expected a value');
    if (character === 't' || character === 'f' || character === 'n') {
      const word = WORDS[character];
      readWord(text, word);
      this.#value = word;
      return word;
    }
    if (/^[-\d]$/.test(character)) {
      this.#value = readNumber(text, character, this.#open.length === 0);
      return 'number';
    }
    if (character === '+') notANumber(text, '+', text.isAtEnd ? text.unexpectedEnd(' in a Number value') : text.read());
    return oddValue(text, character);
  }

  #close(character: '}' | ']'): Token {
    const text = this.#text;
    const inside = this.#open.at(-1);
    if (inside === undefined)
      return text.failAtLast(
        `Unexpected close marker '${character}': no open ${nameOf({ close: character })} to close`,
      );
    if (character !== inside.close)
      text.failAtLast(
        `Unexpected close marker '${character}': expected '${inside.close}' (for ${nameOf(inside)} starting at ${text.told(inside.at)})`,
      );
    this.#open.pop();
    this.#value = character;
    return character;
  }

  /** The text is at its end, where a token should be. */
  #ended(): never {
    const inside = this.#open.at(-1);
    if (!inside) return this.fail('Filter is not an object');
    return this.#text.unexpectedEnd(
      `: expected close marker for ${nameOf(inside)} (start marker at ${this.#text.told(inside.at)})`,
    );
  }
}

const nameOf = ({ close }: { readonly close: '}' | ']' }): string => (close === '}' ? 'Object' : 'Array');
