const [SPACE, QUOTE, PLUS, MINUS, DOT, SLASH, ZERO, NINE] = [0x20, 0x22, 0x2b, 0x2d, 0x2e, 0x2f, 0x30, 0x39];
const [TAB, LINE, RETURN, BACKSLASH, LETTER_E, LETTER_U] = [0x09, 0x0a, 0x0d, 0x5c, 0x65, 0x75];

const FIRST_SURROGATE = 0xd800;
/** By character: 1 if a string has it as it is, whatever stands beside it. */
const ORDINARY = new Uint8Array(0x10000).fill(1, SPACE, FIRST_SURROGATE);
ORDINARY[QUOTE] = 0;
ORDINARY[BACKSLASH] = 0;
/** A double holds every number of so many digits. */
const SAFE_DIGITS = 15;

/**
 * The characters of a JSON text as numbers: to look at them one by one so is several times faster than in a string. What is passed
 * is checked as JSON.parse does (RFC 8259); methods that pass something return where it ends, or -1 if it is none.
 */
export class TextUnits {
  text = '';
  /** Whether the string that was passed last has an escape. */
  hasEscape = false;
  /** Whether all that was passed since `load` is as JSON.stringify writes it; it may be so without this being told. */
  isCompact = true;
  #units = new Uint16Array(2048);
  #bytes = Buffer.from(this.#units.buffer);

  load(text: string): void {
    // With one more for the end, which is a character that nothing may have there.
    if (this.#units.length <= text.length) {
      this.#units = new Uint16Array(text.length * 2);
      this.#bytes = Buffer.from(this.#units.buffer);
    }
    this.#bytes.write(text, 0, 'utf16le');
    this.#units[text.length] = 0;
    this.text = text;
    this.isCompact = true;
  }

  at(at: number): number {
    return this.#units[at] as number;
  }

  isAt(from: number, word: string): boolean {
    const units = this.#units;
    for (let i = 0; i < word.length; i++) if (units[from + i] !== word.charCodeAt(i)) return false;
    return true;
  }

  afterSpace(from: number): number {
    const units = this.#units;
    let at = from;
    for (let unit = units[at] as number; unit <= SPACE; unit = units[++at] as number)
      if (unit !== SPACE && unit !== LINE && unit !== TAB && unit !== RETURN) break;
    if (at !== from) this.isCompact = false;
    return at;
  }

  /** @param from behind the opening quote */
  afterString(from: number): number {
    const units = this.#units;
    this.hasEscape = false;
    let at = from;
    for (;;) {
      while (ORDINARY[units[at] as number] === 1) at++;
      const unit = units[at] as number;
      if (unit === QUOTE) return at + 1;
      if (unit < SPACE) return -1;
      if (unit === BACKSLASH) {
        this.hasEscape = true;
        this.isCompact = false;
        at = this.#afterEscape(at + 1);
        if (at < 0) return -1;
      } else {
        // Half of a pair alone is written as an escape.
        this.isCompact = false;
        at++;
      }
    }
  }

  /** The string between two quotes, which were passed just now. */
  stringIn(from: number, to: number): string {
    return this.hasEscape ? (JSON.parse(this.text.slice(from, to)) as string) : this.text.slice(from + 1, to - 1);
  }

  afterNumber(from: number): number {
    const units = this.#units;
    let at = units[from] === MINUS ? from + 1 : from;
    at = units[at] === ZERO ? at + 1 : this.#afterDigits(at);
    if (at > 0 && units[at] === DOT) {
      this.isCompact = false;
      at = this.#afterDigits(at + 1);
    }
    if (at > 0 && ((units[at] as number) | SPACE) === LETTER_E) {
      this.isCompact = false;
      const sign = units[at + 1];
      at = this.#afterDigits(sign === PLUS || sign === MINUS ? at + 2 : at + 1);
    }
    if (at - from > SAFE_DIGITS || (at === from + 2 && units[from] === MINUS)) this.isCompact = false;
    return at;
  }

  #afterDigits(from: number): number {
    const units = this.#units;
    let at = from;
    for (let unit = units[at] as number; unit >= ZERO && unit <= NINE; unit = units[++at] as number);
    return at === from ? -1 : at;
  }

  #afterEscape(at: number): number {
    const escaped = this.#units[at] as number;
    if (escaped === QUOTE || escaped === BACKSLASH || escaped === SLASH || SHORT.has(escaped)) return at + 1;
    if (escaped !== LETTER_U) return -1;
    return /^[\dA-Fa-f]{4}$/.test(this.text.slice(at + 1, at + 5)) ? at + 5 : -1;
  }
}

const SHORT = new Set([...'bfnrt'].map((letter) => letter.charCodeAt(0)));
