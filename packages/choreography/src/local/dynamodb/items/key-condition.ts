import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import type { BoundCondition, BoundOperand } from '#local/dynamodb/expressions/bind-condition.ts';
import type { Comparator } from '#local/dynamodb/expressions/parse-condition.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { emptyKey, isEmpty } from './check-keys.ts';
import { type KeyAttribute, type KeySchema, keyAttributes } from './table-schema.ts';

/** The condition on one key of a query. */
export interface KeyCondition {
  readonly operator: Comparator | 'between' | 'begins_with' | 'other';
  readonly values: readonly AttributeValue[];
}

const MIRRORED: Partial<Record<Comparator, Comparator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const INVALID = 'Invalid condition in KeyConditionExpression: ';

/** The conditions of a KeyConditionExpression, by attribute. @throws DynamoDbError ValidationException */
export function keyConditions(condition: BoundCondition): Map<string, KeyCondition> {
  const conditions = new Map<string, KeyCondition>();
  collect(condition, conditions);
  return conditions;
}

function collect(condition: BoundCondition, found: Map<string, KeyCondition>): void {
  switch (condition.kind) {
    case 'and':
      for (const inner of condition.conditions) collect(inner, found);
      return;
    case 'compare': {
      const { comparator, operands } = condition;
      if (comparator === '<>') throw invalidOperator('<>');
      const isMirrored = operands[0]?.kind !== 'path';
      const operator = isMirrored ? (MIRRORED[comparator] ?? comparator) : comparator;
      add(operator, isMirrored ? operands.toReversed() : operands, found);
      return;
    }
    case 'between':
    case 'begins_with':
      if (condition.operands[0]?.kind !== 'path')
        throw validationError(
          `${INVALID}${condition.kind === 'between' ? 'BETWEEN' : condition.kind} operator must have the key attribute as its first operand`,
        );
      add(condition.kind, condition.operands, found);
      return;
    default:
      throw invalidOperator(
        ['or', 'not', 'in'].includes(condition.kind) ? condition.kind.toUpperCase() : condition.kind,
      );
  }
}

function add(operator: KeyCondition['operator'], operands: readonly BoundOperand[], found: Map<string, KeyCondition>) {
  if (operands.some(({ kind }) => kind === 'size'))
    throw validationError('KeyConditionExpressions cannot contain nested operations');
  const [path, ...others] = operands.flatMap((operand) => (operand.kind === 'path' ? [operand.path] : []));
  if (others.length > 0) throw validationError(`${INVALID}Multiple attribute names used in one condition`);
  if (!path) throw validationError(`${INVALID}No key attribute specified`);
  if (path.length > 1) throw validationError('KeyConditionExpressions cannot have conditions on nested attributes');
  const name = path[0] as string;
  if (found.has(name)) throw validationError('KeyConditionExpressions must only contain one condition per key');
  found.set(name, {
    operator,
    values: operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : [])),
  });
}

function invalidOperator(operator: string): Error {
  return validationError(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

/** Refuses conditions that do not fit the keys of a table or an index. @throws DynamoDbError ValidationException */
export function checkKeyConditions(conditions: ReadonlyMap<string, KeyCondition>, schema: KeySchema): void {
  if (conditions.size < 1 || conditions.size > 2) throw validationError('Conditions can be of length 1 or 2 only');
  if (!schema.range && conditions.size > 1) throw validationError('Query key condition not supported');
  for (const key of keyAttributes(schema)) {
    const condition = conditions.get(key.name);
    if (condition) checkKeyCondition(condition, key, schema);
    else if (key === schema.hash || conditions.size > 1)
      throw validationError(`Query condition missed key schema element: ${key.name}`);
  }
}

function checkKeyCondition({ operator, values }: KeyCondition, key: KeyAttribute, schema: KeySchema): void {
  if (operator === 'other') throw validationError('Attempted conditional constraint is not an indexable operation');
  if (values.some((value) => value[key.type] === undefined))
    throw validationError(
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    );
  if (key === schema.hash && operator !== '=') throw validationError('Query key condition not supported');
  if (values.some((value) => isEmpty(value, key))) throw emptyKey(key);
}
