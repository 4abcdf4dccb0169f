import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';

/** So much of a pattern's text is repeated in an error. */
const MAX_SOURCE_LENGTH = 500;

/** A position in a text; both count from 1. */
export interface TextPosition {
  readonly row: number;
  readonly column: number;
}

/** The text of a pattern, read character by character, and where it is refused: in the words of Event Ruler's parser of JSON. */
export class PatternText {
  /** Where the next character is. */
  position = 0;
  #row = 1;
  /** Where the row begins. */
  #start = 0;

  constructor(
    readonly source: string,
    /** The keys that lead to where it is read. */
    private readonly path: readonly string[],
  ) {}

  get isAtEnd(): boolean {
    return this.position >= this.source.length;
  }
  /** The next character, which is not read yet; empty at the end. */
  get ahead(): string {
    return this.source.charAt(this.position);
  }
  /** Reads one character; empty at the end. */
  read(): string {
    return this.source.charAt(this.position++);
  }

  /** Reads the first character that is no white space; undefined at the end. */
  readPastSpace(): string | undefined {
    while (!this.isAtEnd) {
      const character = this.read();
      if (character === '/')
        this.unexpected(
          '/',
          "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
        );
      if (character > ' ') return character;
      if (character === '\n') this.#beginRow();
      else if (character === '\r') {
        if (this.ahead === '\n') this.position++;
        this.#beginRow();
      } else if (character !== '\t' && character !== ' ') this.#illegal(character);
    }
    return undefined;
  }

  /** Reads the white space that must stand behind a value which is in no list and no object. */
  readSpaceBehindRoot(): void {
    // The service looks no further than a carriage return.
    if (this.ahead === '\r') return;
    const character = this.read();
    if (character === '\n') this.#beginRow();
    else if (character !== ' ' && character !== '\t')
      this.unexpected(character, 'Expected space separating root-level values');
  }

  /** The place of the next character, or of one that was read in this row. */
  place(position = this.position): TextPosition {
    return { row: this.#row, column: position - this.#start + 1 };
  }

  /** A place in the service's words. */
  told({ row, column } = this.place()): string {
    const rest = this.source.length - MAX_SOURCE_LENGTH;
    const begins = `"${shown(this.source.slice(0, MAX_SOURCE_LENGTH))}"`;
    const source = rest > 0 ? `${begins}[truncated ${rest} chars]` : begins;
    return `[Source: (String)${source}; line: ${row}, column: ${column}]`;
  }

  /** Refuses the pattern at a place. Default: that of the next character */
  fail(reason: string, place = this.place()): never {
    throw new InvalidEventPatternError(reason, this.path.join('.'), `\n at ${this.told(place)}`);
  }

  /** Refuses it at the character that was read last. */
  failAtLast(reason: string): never {
    return this.fail(reason, this.place(this.position - 1));
  }

  unexpected(character: string, expectation: string): never {
    return this.failAtLast(`Unexpected character (${described(character)}): ${expectation}`);
  }

  unexpectedEnd(where: string): never {
    return this.fail(`Unexpected end-of-input${where}`);
  }

  /** Refuses it without a place. */
  refuse(reason: string): never {
    throw new InvalidEventPatternError(reason, this.path.join('.'));
  }

  #illegal(character: string): never {
    const separator =
      ' (consider enabling `JsonReadFeature.ALLOW_RS_CONTROL_CHAR` to allow use of Record Separators (\\u001E))';
    return this.fail(
      `Illegal character (${described(character)}): only regular white space (\\r, \\n, \\t) is allowed between tokens${character === '\x1e' ? separator : ''}`,
    );
  }

  #beginRow(): void {
    this.#row++;
    this.#start = this.position;
  }
}

/** A text as errors show it: its control characters are escaped, but for ends of lines. */
const shown = (source: string): string =>
  source.replace(/\p{Cc}/gu, (control) => {
    const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return control === '\n' || control === '\r' ? control : `\\u${code}`;
  });

/** A character as errors name it. */
export function described(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 32 || (code >= 127 && code < 160)) return `(CTRL-CHAR, code ${code})`;
  return `'${character}' (code ${code}${code > 255 ? ` / 0x${code.toString(16)}` : ''})`;
}
