import { ExpressionError, type Tokens } from './tokens.ts';

/** One parsed step of a document path: an attribute's name, a placeholder for one, or an index of a list. */
export type PathStep = { readonly word: string } | { readonly placeholder: string } | { readonly index: number };
/** A document path with its placeholders resolved: names of attributes, and indexes of lists. */
export type Path = readonly (string | number)[];

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);
/** The largest index that a path may have. */
const MAX_INDEX = 2 ** 31 - 1;

/** Reads `attribute.#name[0]`, whose first step is the next token. */
export function parsePath(tokens: Tokens): readonly PathStep[] {
  const steps: PathStep[] = [parseName(tokens)];
  for (;;) {
    if (tokens.accept('.')) steps.push(parseName(tokens));
    else if (tokens.accept('[')) steps.push(parseIndex(tokens));
    else return steps;
  }
}

function parseName(tokens: Tokens): PathStep {
  const { kind, text } = tokens.next;
  if (kind === 'name') return { placeholder: tokens.take().text };
  if (kind === 'word' && !KEYWORDS.has(text.toUpperCase())) return { word: tokens.take().text };
  throw tokens.unexpected();
}

function parseIndex(tokens: Tokens): PathStep {
  if (tokens.next.kind !== 'index') throw tokens.unexpected();
  const { text } = tokens.take();
  tokens.expect(']');
  if (Number(text) > MAX_INDEX)
    throw new ExpressionError(`List index is not within the allowable range; index: [${text}]`);
  return { index: Number(text) };
}

/** A path as DynamoDB writes it in its messages: `[a, [0], b]`. */
export function describePath(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** What is wrong with two paths of one expression; undefined if they lead to different places. */
export function pathConflict(one: Path, two: Path): string | undefined {
  const places = `must remove or rewrite one of these paths; path one: ${describePath(one)}, path two: ${describePath(two)}`;
  for (let at = 0; at < one.length && at < two.length; at++) {
    if (typeof one[at] !== typeof two[at]) return `Two document paths conflict with each other; ${places}`;
    if (one[at] !== two[at]) return undefined;
  }
  return `Two document paths overlap with each other; ${places}`;
}
