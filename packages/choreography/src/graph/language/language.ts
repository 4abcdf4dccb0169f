import { ANYTHING, exactly, fits, type Glob, isAnything, textOf } from './glob.ts';
import { isEmpty } from './is-empty.ts';

/** A set of strings: those that fit every glob of `all` and no glob of `none`. */
export interface Language {
  readonly all: readonly Glob[];
  readonly none: readonly Glob[];
  /** The one string of it; undefined when there may be others. */
  readonly word: string | undefined;
}

export function language(all: readonly Glob[], none: readonly Glob[] = NONE): Language {
  const first = all[0];
  if (all.length === 1 && first?.word !== undefined)
    return none.length === 0 ? new Literal(first.word) : { all, none, word: first.word };
  const narrowing = all.filter((glob) => !isAnything(glob));
  const word = narrowing.find((glob) => glob.word !== undefined)?.word;
  return { all: narrowing.length > 0 ? narrowing : [ANYTHING], none, word };
}

/** The language of one string: nearly all are. */
export const literally = (word: string): Language => new Literal(word);

const NONE: readonly Glob[] = [];

/** It has its globs when somebody asks for them. */
class Literal implements Language {
  constructor(readonly word: string) {}
  get all(): readonly Glob[] {
    return [exactly(this.word)];
  }
  get none(): readonly Glob[] {
    return NONE;
  }
}

/** All strings. */
export const EVERYTHING: Language = language([]);

export const isEverything = ({ all, none }: Language): boolean => none.length === 0 && all.every(isAnything);

/** Whether a string is in a language. */
export function contains(within: Language, word: string): boolean {
  if (within instanceof Literal) return within.word === word;
  for (const glob of within.all) if (!fits(glob, word)) return false;
  for (const glob of within.none) if (fits(glob, word)) return false;
  return true;
}

/** What is in both; null when that is nothing. Exact: decided on the languages, not on samples of them. */
export function intersection(a: Language, b: Language): Language | null {
  if (a.word !== undefined) return contains(b, a.word) ? a : null;
  if (b.word !== undefined) return contains(a, b.word) ? b : null;
  const both = isEverything(a) ? b : isEverything(b) ? a : language([...a.all, ...b.all], [...a.none, ...b.none]);
  return !isOneGlob(both) && isEmpty(both) ? null : both;
}

/** What is in one of each, but for what is in nothing. */
export function intersections(some: readonly Language[], others: readonly Language[]): Language[] {
  const left: Language[] = [];
  for (const one of some)
    for (const other of others) {
      const both = intersection(one, other);
      if (both) left.push(both);
    }
  return left;
}

/** Whether all of `a` is in `b`. */
export const isWithin = (a: Language, b: Language): boolean =>
  b.all.every((glob) => isEmpty({ all: a.all, none: [...a.none, glob] })) &&
  b.none.every((glob) => isEmpty({ all: [...a.all, glob], none: a.none }));

/** A language as people write it: `library.*`, `* but library.monitor`. */
export function describeLanguage(described: Language): string {
  if (described instanceof Literal) return described.word;
  const { all, none } = described;
  const [first] = all;
  if (all.length === 1 && none.length === 0 && first) return textOf(first);
  const narrowing = all.length > 1 ? all.filter((glob) => !isAnything(glob)) : all;
  const fitting = [...new Set(narrowing.map(textOf))].join(' & ');
  return none.length === 0 ? fitting : `${fitting} but ${none.map(textOf).join(', ')}`;
}

/** Some string fits every glob: only what is left out can leave nothing. */
const isOneGlob = ({ all, none }: Language): boolean => none.length === 0 && all.length === 1;
