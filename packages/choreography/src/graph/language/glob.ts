/** The wildcards of a glob: any one character (`?`) and any number of them (`*`). */
export const ANY_ONE = Symbol('?');
export const ANY_MANY = Symbol('*');

/** A pattern of strings: characters, `ANY_ONE` and `ANY_MANY` in turn. */
export interface Glob {
  readonly parts: readonly (string | typeof ANY_ONE | typeof ANY_MANY)[];
  /** Upper and lower case are the same. */
  readonly anyCase: boolean;
  /** The string that alone fits; undefined when others do, too. */
  readonly word: string | undefined;
}

type Part = Glob['parts'][number];

export function glob(parts: readonly Part[], anyCase = false): Glob {
  const text = parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
  const oneCase = !anyCase || text?.toLowerCase() === text?.toUpperCase();
  return { parts, anyCase, word: oneCase ? text : undefined };
}

/** The glob of exactly one string. */
export const exactly = (word: string, anyCase = false): Glob => (anyCase ? glob([...word], anyCase) : new Word(word));

/** A glob without wildcards: nearly all are. */
class Word implements Glob {
  readonly anyCase = false;
  constructor(readonly word: string) {}
  get parts(): readonly string[] {
    return [...this.word];
  }
}

/** The glob of all strings. */
export const ANYTHING: Glob = glob([ANY_MANY]);

export const isAnything = (pattern: Glob): boolean =>
  pattern.word === undefined && pattern.parts.length > 0 && pattern.parts.every((part) => part === ANY_MANY);

/** A glob as people write it. */
export function textOf(pattern: Glob): string {
  if (pattern.word !== undefined) return pattern.word;
  const { parts, anyCase } = pattern;
  const text = parts.map((part) => (part === ANY_MANY ? '*' : part === ANY_ONE ? '?' : String(part))).join('');
  return anyCase ? `${text} (any case)` : text;
}

/** The positions in a glob before the first character. */
export const startOf = (pattern: Glob): readonly number[] => skipMany(pattern, [0]);

/** The positions after one more character, from `positions`. */
export function step(pattern: Glob, positions: readonly number[], character: string): readonly number[] {
  const next: number[] = [];
  for (const at of positions) {
    const part = pattern.parts[at];
    if (part === ANY_MANY) next.push(at);
    else if (part === ANY_ONE || (typeof part === 'string' && same(part, character, pattern.anyCase)))
      next.push(at + 1);
  }
  return skipMany(pattern, next);
}

/** Whether a string may end at `positions`. */
export const isEnd = (pattern: Glob, positions: readonly number[]): boolean => positions.includes(pattern.parts.length);

/** Whether a string fits a glob. */
export function fits(pattern: Glob, word: string): boolean {
  if (pattern.word !== undefined) return pattern.word === word;
  if (isAnything(pattern)) return true;
  let positions = startOf(pattern);
  for (const character of word) positions = step(pattern, positions, character);
  return isEnd(pattern, positions);
}

const same = (a: string, b: string, anyCase: boolean): boolean =>
  a === b || (anyCase && (a.toLowerCase() === b.toLowerCase() || a.toUpperCase() === b.toUpperCase()));

/** `*` may match nothing. */
function skipMany({ parts }: Glob, positions: readonly number[]): readonly number[] {
  const all = new Set<number>();
  for (let at of positions) {
    all.add(at);
    while (parts[at] === ANY_MANY) all.add(++at);
  }
  return [...all].sort((a, b) => a - b);
}
