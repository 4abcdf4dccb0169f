import { type AttributeValue, ORDERED_TYPES, typeOf } from '#local/dynamodb/values/attribute-value.ts';
import { compareValues } from '#local/dynamodb/values/compare-values.ts';
import type { FunctionCall, Operand } from './operand.ts';
import type { Comparator, Condition } from './parse-condition.ts';
import { describePath, type Path } from './path.ts';
import type { Placeholders, Problems } from './placeholders.ts';

/** An operand whose placeholders are resolved. */
export type BoundOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly of: BoundOperand };

/** A condition whose placeholders are resolved: it can be asked of items. */
export type BoundCondition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly BoundCondition[] }
  | { readonly kind: 'not'; readonly condition: BoundCondition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly operands: readonly BoundOperand[] }
  | { readonly kind: 'between' | 'in'; readonly operands: readonly BoundOperand[] }
  | { readonly kind: ConditionFunction; readonly operands: readonly BoundOperand[] };

export type ConditionFunction =
  | 'attribute_exists'
  | 'attribute_not_exists'
  | 'attribute_type'
  | 'begins_with'
  | 'contains';

/** How many operands the functions of conditions have. */
const FUNCTIONS: Readonly<Record<ConditionFunction | 'size', number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const TYPES = ['N', 'BS', 'L', 'B', 'NULL', 'M', 'S', 'SS', 'NS', 'BOOL'];
const INCORRECT = 'Incorrect operand type for operator or function; operator or function: ';

/** Resolves the placeholders of a condition, and puts what is wrong with it to the problems. */
export function bindCondition(condition: Condition, placeholders: Placeholders, problems: Problems): BoundCondition {
  const bind = (inner: Condition) => bindCondition(inner, placeholders, problems);
  const operandsOf = (operands: readonly Operand[]) =>
    operands.map((operand) => bindOperand(operand, placeholders, problems));
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, conditions: condition.conditions.map(bind) };
    case 'not':
      return { kind: 'not', condition: bind(condition.condition) };
    case 'function': {
      if (condition.name === 'size') misused('size', problems);
      const operands = operandsOf(condition.operands);
      checkFunction(condition, operands, problems);
      return { kind: condition.name as ConditionFunction, operands };
    }
    case 'compare': {
      const operands = operandsOf(condition.operands);
      checkDistinct(condition.comparator, operands, problems);
      if (condition.comparator !== '=' && condition.comparator !== '<>')
        checkOrdered(condition.comparator, operands, problems);
      return { kind: 'compare', comparator: condition.comparator, operands };
    }
    default: {
      const operands = operandsOf(condition.operands);
      checkDistinct(condition.kind.toUpperCase(), operands, problems);
      if (condition.kind === 'between') {
        checkOrdered('BETWEEN', operands, problems);
        checkBounds(operands, problems);
      }
      return { kind: condition.kind, operands };
    }
  }
}

function bindOperand(operand: Operand, placeholders: Placeholders, problems: Problems): BoundOperand {
  switch (operand.kind) {
    case 'path':
      return { kind: 'path', path: placeholders.path(operand.steps, problems) };
    case 'value':
      return { kind: 'value', value: placeholders.value(operand.placeholder, problems) };
    case 'sum':
      throw new Error('A condition has no sums.');
    case 'function': {
      const operands = operand.operands.map((inner) => bindOperand(inner, placeholders, problems));
      checkFunction(operand, operands, problems);
      if (operand.name !== 'size') misused(operand.name, problems);
      return { kind: 'size', of: operands[0] as BoundOperand };
    }
  }
}

function misused(name: string, problems: Problems): void {
  problems.add(
    'misused-function',
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  );
}

function checkFunction({ name }: FunctionCall, operands: readonly BoundOperand[], problems: Problems): void {
  if (!Object.hasOwn(FUNCTIONS, name)) {
    const isOfUpdates = name === 'if_not_exists' || name === 'list_append';
    problems.add(
      'unknown-function',
      isOfUpdates
        ? `The function is not allowed in a condition expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
    return;
  }
  if (operands.length !== FUNCTIONS[name as ConditionFunction]) {
    problems.add(
      'operand-count',
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
    return;
  }
  checkDistinct(name, operands, problems);
  const [first, second] = operands;
  const refuse = (type: string) => problems.add('operand-type', `${INCORRECT}${name}, operand type: ${type}`);
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      if (first?.kind !== 'path')
        problems.add('operand-type', `Operator or function requires a document path; operator or function: ${name}`);
      return;
    case 'begins_with': {
      const wrong = operands.map(staticType).find((type) => type && type !== 'S' && type !== 'B');
      if (wrong) refuse(wrong);
      return;
    }
    case 'attribute_type': {
      const type = staticType(second);
      if (type !== 'S' || second?.kind !== 'value') refuse(type ?? `{${TYPES}}`);
      else if (!TYPES.includes(second.value.S as string))
        problems.add(
          'operand-type',
          `Invalid attribute type name found; type: ${second.value.S}, valid types: {${TYPES}}`,
        );
      return;
    }
    case 'size': {
      const type = staticType(first);
      if (type === 'N' || type === 'BOOL' || type === 'NULL') refuse(type);
      return;
    }
  }
}

/** The type of an operand, if it is known without an item. */
function staticType(operand: BoundOperand | undefined): string | undefined {
  if (operand?.kind === 'value') return typeOf(operand.value);
  return operand?.kind === 'size' ? 'N' : undefined;
}

function checkOrdered(operator: string, operands: readonly BoundOperand[], problems: Problems): void {
  const wrong = operands.map(staticType).find((type) => type && !ORDERED_TYPES.has(type));
  if (wrong) problems.add('operand-type', `${INCORRECT}${operator}, operand type: ${wrong}`);
}

function checkBounds([, lower, upper]: readonly BoundOperand[], problems: Problems): void {
  if (lower?.kind !== 'value' || upper?.kind !== 'value') return;
  const bounds =
    `lower bound operand: AttributeValue: ${describeValue(lower.value)}, ` +
    `upper bound operand: AttributeValue: ${describeValue(upper.value)}`;
  const compared = compareValues(lower.value, upper.value);
  if (compared === undefined)
    problems.add('operand-type', `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  else if (compared > 0)
    problems.add(
      'operand-type',
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
}

function describeValue(value: AttributeValue): string {
  const type = typeOf(value);
  return `{${type}:${value[type]}}`;
}

/** `a = a` is refused; so is `a IN (:x, a)`. */
function checkDistinct(operator: string, [first, ...others]: readonly BoundOperand[], problems: Problems): void {
  if (first?.kind !== 'path') return;
  const isFirst = (operand: BoundOperand) =>
    operand.kind === 'path' &&
    operand.path.length === first.path.length &&
    operand.path.every((step, at) => step === first.path[at]);
  if (others.some(isFirst))
    problems.add(
      'distinct',
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${describePath(first.path)}`,
    );
}

/** The paths of a condition. */
export function pathsOf(condition: BoundCondition): Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(pathsOf);
    case 'not':
      return pathsOf(condition.condition);
    default:
      return condition.operands.flatMap(pathOf);
  }
}

function pathOf(operand: BoundOperand): Path[] {
  if (operand.kind === 'size') return pathOf(operand.of);
  return operand.kind === 'path' ? [operand.path] : [];
}
