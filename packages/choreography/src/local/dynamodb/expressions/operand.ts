import { type PathStep, parsePath } from './path.ts';
import type { Tokens } from './tokens.ts';

/** An operand of an operator or a function, as parsed. */
export type Operand =
  | { readonly kind: 'path'; readonly steps: readonly PathStep[] }
  | { readonly kind: 'value'; readonly placeholder: string }
  | FunctionCall
  | { readonly kind: 'sum'; readonly sign: '+' | '-'; readonly operands: readonly [Operand, Operand] };

export interface FunctionCall {
  readonly kind: 'function';
  readonly name: string;
  readonly operands: readonly Operand[];
}

/** Reads a path, a placeholder of a value, or a call of a function. */
export function parseOperand(tokens: Tokens, parseArgument: (tokens: Tokens) => Operand): Operand {
  const { kind } = tokens.next;
  if (kind === 'value') return { kind: 'value', placeholder: tokens.take().text };
  const steps = parsePath(tokens);
  const [only] = steps;
  if (steps.length > 1 || !only || !('word' in only) || !tokens.is('(')) return { kind: 'path', steps };
  return { kind: 'function', name: only.word, operands: parseList(tokens, parseArgument) };
}

/** Reads operands in parentheses, at least one. */
export function parseList(tokens: Tokens, parseArgument: (tokens: Tokens) => Operand): Operand[] {
  tokens.expect('(');
  const operands = [parseArgument(tokens)];
  while (tokens.accept(',')) operands.push(parseArgument(tokens));
  tokens.expect(')');
  return operands;
}
