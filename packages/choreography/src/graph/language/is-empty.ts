import { type Glob, isEnd, startOf, step } from './glob.ts';

/**
 * Whether no string fits every glob of `all` and none of `none`. Walks the product of the globs' automata, breadth first,
 * over the characters that they name and one that none of them does: it ends, and it is exact.
 */
export function isEmpty({ all, none }: { readonly all: readonly Glob[]; readonly none: readonly Glob[] }): boolean {
  const globs = [...all, ...none];
  const alphabet = alphabetOf(globs);
  const start = globs.map(startOf);
  const seen = new Set([start.join('|')]);
  const queue = [start];
  for (let state = queue.shift(); state; state = queue.shift()) {
    const ends = globs.map((glob, index) => isEnd(glob, state[index] ?? []));
    if (ends.every((end, index) => end === index < all.length)) return false;
    for (const character of alphabet) {
      const next = globs.map((glob, index) => step(glob, state[index] ?? [], character));
      const key = next.join('|');
      const lost = next.some((positions, index) => index < all.length && positions.length === 0);
      if (lost || seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return true;
}

/** The characters of some globs, in each case where case does not count, after one that is in none. */
function alphabetOf(globs: readonly Glob[]): string[] {
  const named = new Set<string>();
  const anyCase = globs.some((glob) => glob.anyCase);
  for (const part of globs.flatMap(({ parts }) => parts)) {
    if (typeof part !== 'string') continue;
    named.add(part);
    if (anyCase) named.add(part.toLowerCase()).add(part.toUpperCase());
  }
  return ['\u{10FFFF}', ...named];
}
