import { type Operand, parseOperand } from './operand.ts';
import { type PathStep, parsePath } from './path.ts';
import { ExpressionError, Tokens } from './tokens.ts';

export type UpdateSection = 'SET' | 'REMOVE' | 'ADD' | 'DELETE';

/** One parsed action of an update; REMOVE has no operand. */
export interface UpdateAction {
  readonly section: UpdateSection;
  readonly path: readonly PathStep[];
  readonly operand: Operand | undefined;
}

const SECTIONS: readonly UpdateSection[] = ['SET', 'REMOVE', 'ADD', 'DELETE'];
/** How deep the operands of SET may be nested. */
const MAX_DEPTH = 300;

/** @throws ExpressionError */
export function parseUpdate(text: string): { actions: readonly UpdateAction[]; repeated: UpdateSection | undefined } {
  const tokens = new Tokens(text);
  const actions: UpdateAction[] = [];
  const seen = new Set<UpdateSection>();
  let repeated: UpdateSection | undefined;
  do {
    const section = SECTIONS.find((name) => tokens.accept(name));
    if (!section) throw tokens.unexpected();
    if (seen.has(section)) repeated ??= section;
    seen.add(section);
    do actions.push(parseAction(tokens, section));
    while (tokens.accept(','));
  } while (tokens.next.kind !== 'end');
  return { actions, repeated };
}

function parseAction(tokens: Tokens, section: UpdateSection): UpdateAction {
  const path = parsePath(tokens);
  switch (section) {
    case 'SET':
      tokens.expect('=');
      return { section, path, operand: parseSum(tokens) };
    case 'REMOVE':
      return { section, path, operand: undefined };
    default:
      if (tokens.next.kind !== 'value') throw tokens.unexpected();
      return { section, path, operand: { kind: 'value', placeholder: tokens.take().text } };
  }
}

/** Reads what SET assigns: an operand, or the sum or difference of two. */
function parseSum(tokens: Tokens, depth = 0): Operand {
  if (depth > MAX_DEPTH) throw new ExpressionError('The expression contains too many operators; operator count: 301');
  const operand = (): Operand => {
    if (!tokens.accept('(')) return parseOperand(tokens, () => parseSum(tokens, depth + 1));
    const inner = parseSum(tokens, depth + 1);
    tokens.expect(')');
    return inner;
  };
  const left = operand();
  for (const sign of ['+', '-'] as const) {
    if (tokens.accept(sign)) return { kind: 'sum', sign, operands: [left, operand()] };
  }
  return left;
}
