import { type FunctionCall, type Operand, parseList, parseOperand } from './operand.ts';
import { ExpressionError, Tokens } from './tokens.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A parsed condition: of a ConditionExpression, FilterExpression or KeyConditionExpression. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly operands: readonly [Operand, Operand] }
  | { readonly kind: 'between' | 'in'; readonly operands: readonly Operand[] }
  | FunctionCall;

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
/** Service quotas: "The maximum number of operators or functions in an expression is 300". */
const MAX_OPERATORS = 300;
const MAX_IN_OPERANDS = 100;

/** @throws ExpressionError */
export function parseCondition(text: string): Condition {
  const parser = new ConditionParser(new Tokens(text));
  return parser.parse();
}

type Node = Condition | Operand;

class ConditionParser {
  #operators = 0;
  #depth = 0;
  /** What was in parentheses, so that a second pair around it is seen. */
  readonly #parenthesized = new WeakSet<Node>();

  constructor(private readonly tokens: Tokens) {}

  parse(): Condition {
    const condition = this.#or(false) as Condition;
    if (this.tokens.next.kind !== 'end') throw this.tokens.unexpected();
    return condition;
  }

  /** @param orOperand whether it may be an operand alone: `(a)`, as the parentheses around it allow */
  #or(orOperand: boolean): Node {
    return this.#chain('OR', 'or', () => this.#chain('AND', 'and', () => this.#not(orOperand)));
  }

  #chain(keyword: string, kind: 'and' | 'or', parseOne: () => Node): Node {
    const conditions = [parseOne()];
    while (this.tokens.accept(keyword)) {
      this.#count();
      conditions.push(parseOne());
    }
    return conditions.length === 1 ? (conditions[0] as Node) : { kind, conditions: conditions as Condition[] };
  }

  #not(orOperand: boolean): Node {
    if (!this.tokens.accept('NOT')) return this.#primary(orOperand);
    this.#count();
    return { kind: 'not', condition: this.#not(false) as Condition };
  }

  #primary(orOperand: boolean): Node {
    const left = this.tokens.is('(') ? this.#parenthesis() : parseOperand(this.tokens, this.#operand);
    if (!isOperand(left)) return left;
    if (left.kind === 'function') this.#count();
    const { kind, text } = this.tokens.next;
    if (kind === 'sign' && COMPARATORS.has(text)) {
      this.tokens.take();
      this.#count();
      return { kind: 'compare', comparator: text as Comparator, operands: [left, this.#operand(this.tokens)] };
    }
    if (this.tokens.accept('BETWEEN')) {
      this.#count();
      const lower = this.#operand(this.tokens);
      this.tokens.expect('AND');
      return { kind: 'between', operands: [left, lower, this.#operand(this.tokens)] };
    }
    if (this.tokens.accept('IN')) {
      this.#count();
      const operands = parseList(this.tokens, this.#operand);
      if (operands.length > MAX_IN_OPERANDS)
        throw new ExpressionError(
          `The IN operator is provided with too many operands; number of operands: ${operands.length}`,
        );
      return { kind: 'in', operands: [left, ...operands] };
    }
    if (left.kind === 'function' || (orOperand && this.tokens.is(')'))) return left;
    throw this.tokens.unexpected();
  }

  /** The content of parentheses: a condition or an operand. */
  #parenthesis(): Node {
    this.tokens.expect('(');
    // Around each operator there is one pair, and one around each operand: deeper is redundant, and ends the stack some day.
    if (++this.#depth > 2 * MAX_OPERATORS) throw redundantParentheses();
    const inner = this.#or(true);
    this.#depth--;
    this.tokens.expect(')');
    if (this.#parenthesized.has(inner)) throw redundantParentheses();
    this.#parenthesized.add(inner);
    return inner;
  }

  /** An operand of an operator or a function, possibly in parentheses. */
  readonly #operand = (tokens: Tokens): Operand => {
    if (tokens.is('(')) {
      const inner = this.#parenthesis();
      if (isOperand(inner)) return inner;
      throw tokens.unexpected();
    }
    const operand = parseOperand(tokens, this.#operand);
    if (operand.kind === 'function') this.#count();
    return operand;
  };

  #count(): void {
    if (++this.#operators > MAX_OPERATORS)
      throw new ExpressionError(`The expression contains too many operators; operator count: ${this.#operators}`);
  }
}

const redundantParentheses = () => new ExpressionError('The expression has redundant parentheses;');

function isOperand(node: Node): node is Operand {
  return node.kind === 'path' || node.kind === 'value' || node.kind === 'function';
}
