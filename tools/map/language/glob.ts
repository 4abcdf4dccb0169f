/** Stands in a glob for any one character (`?`) and for any number of them (`*`). */
export const ANY_ONE = Symbol('?');
export const ANY_MANY = Symbol('*');

/** A pattern of strings: characters, `ANY_ONE` and `ANY_MANY` in turn. */
export interface Glob {
  readonly parts: readonly (string | typeof ANY_ONE | typeof ANY_MANY)[];
  /** Upper and lower case are the same. */
  readonly anyCase: boolean;
}

/** The glob of exactly one string. */
export const exactly = (word: string, anyCase = false): Glob => ({ parts: [...word], anyCase });

/** The glob of all strings. */
export const ANYTHING: Glob = { parts: [ANY_MANY], anyCase: false };

/** The string that alone fits a glob; undefined when others do, too. */
export function wordOf({ parts, anyCase }: Glob): string | undefined {
  if (parts.some((part) => typeof part === 'symbol')) return undefined;
  const word = parts.join('');
  return anyCase && word.toLowerCase() !== word.toUpperCase() ? undefined : word;
}

/** A glob as people write it. */
export function textOf({ parts, anyCase }: Glob): string {
  const text = parts.map((part) => (part === ANY_MANY ? '*' : part === ANY_ONE ? '?' : String(part))).join('');
  return anyCase ? `${text} (any case)` : text;
}

/** Where in a glob one may stand before the first character. */
export const startOf = (glob: Glob): readonly number[] => skipMany(glob, [0]);

/** Where one may stand after one more character, being at `positions`. */
export function step(glob: Glob, positions: readonly number[], character: string): readonly number[] {
  const next: number[] = [];
  for (const at of positions) {
    const part = glob.parts[at];
    if (part === ANY_MANY) next.push(at);
    else if (part === ANY_ONE || (typeof part === 'string' && same(part, character, glob.anyCase))) next.push(at + 1);
  }
  return skipMany(glob, next);
}

/** Whether a string may end at `positions`. */
export const isEnd = (glob: Glob, positions: readonly number[]): boolean => positions.includes(glob.parts.length);

/** Whether a string fits a glob. */
export function fits(glob: Glob, word: string): boolean {
  const literal = wordOf(glob);
  if (literal !== undefined) return literal === word;
  let positions = startOf(glob);
  for (const character of word) positions = step(glob, positions, character);
  return isEnd(glob, positions);
}

const same = (a: string, b: string, anyCase: boolean): boolean =>
  a === b || (anyCase && (a.toLowerCase() === b.toLowerCase() || a.toUpperCase() === b.toUpperCase()));

/** `*` may stand for nothing. */
function skipMany({ parts }: Glob, positions: readonly number[]): readonly number[] {
  const all = new Set<number>();
  for (let at of positions) {
    all.add(at);
    while (parts[at] === ANY_MANY) all.add(++at);
  }
  return [...all].sort((a, b) => a - b);
}
