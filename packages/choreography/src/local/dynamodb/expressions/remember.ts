import { ExpressionError } from './tokens.ts';

const REMEMBERED = 1000;
/** No expression is longer, in bytes (Service quotas: "The maximum length of any expression string is 4 KB"). */
const MAX_BYTES = 4096;

/**
 * Makes a parser remember what it parsed: a program has a few dozen expressions and sends them again and again, with other
 * values. What is parsed is never changed.
 *
 * @throws ExpressionError also for a text that is empty or too long
 */
export function remember<Tree>(parse: (text: string) => Tree): (text: string) => Tree {
  const trees = new Map<string, Tree>();
  return (text) => {
    const known = trees.get(text);
    if (known !== undefined) return known;
    if (text === '') throw new ExpressionError('The expression can not be empty;');
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_BYTES)
      throw new ExpressionError(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
    const tree = parse(text);
    if (trees.size >= REMEMBERED) trees.clear();
    trees.set(text, tree);
    return tree;
  };
}
