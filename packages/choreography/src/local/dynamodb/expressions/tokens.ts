export interface Token {
  /** `unknown` is a character that no expression has. */
  readonly kind: 'word' | 'name' | 'value' | 'index' | 'sign' | 'unknown' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with an expression, in DynamoDB's words. */
export class ExpressionError extends Error {}

const TOKEN =
  /\s*(?:([A-Za-z][0-9A-Za-z_]*)|(#[0-9A-Za-z_]+)|(:[0-9A-Za-z_]+)|([0-9]+)|(<>|<=|>=|[()[\],.=<>+-])|(\S))/y;
const KINDS = ['word', 'name', 'value', 'index', 'sign', 'unknown'] as const;

/** The tokens of one expression, read one after the other. */
export class Tokens {
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(readonly text: string) {
    TOKEN.lastIndex = 0;
    for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
      const kind = KINDS.findIndex((_, group) => match?.[group + 1] !== undefined);
      const found = match[kind + 1] as string;
      const end = TOKEN.lastIndex;
      this.#tokens.push({ kind: KINDS[kind] ?? 'unknown', text: found, start: end - found.length, end });
    }
    this.#tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length });
  }

  get next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  /** Whether the next token is this sign. */
  is(sign: string): boolean {
    return this.next.kind === 'sign' && this.next.text === sign;
  }

  /** Whether the next token is this keyword, in whatever case. */
  isWord(keyword: string): boolean {
    return this.next.kind === 'word' && this.next.text.toUpperCase() === keyword;
  }

  /** Takes the next token if it is this sign or keyword. */
  accept(text: string): boolean {
    if (!this.is(text) && !this.isWord(text)) return false;
    this.take();
    return true;
  }

  /** @throws ExpressionError unless the next token is this sign or keyword */
  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected();
  }

  /** The error for an unexpected token: it shows the token between its neighbours. */
  unexpected(): ExpressionError {
    const [before, token, after] = [this.#tokens[this.#at - 1], this.next, this.#tokens[this.#at + 1]];
    const near = this.text.slice((before ?? token).start, (after?.kind === 'end' ? token : (after ?? token)).end);
    return new ExpressionError(`Syntax error; token: "${token.text}", near: "${near}"`);
  }
}
