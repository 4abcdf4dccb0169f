import type { Fields } from '#local/dynamodb/dynalite.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { typeOf } from '#local/dynamodb/values/attribute-value.ts';
import type { BoundCondition, BoundOperand } from './bind-condition.ts';
import type { Change } from './bind-update.ts';
import type { Comparator } from './parse-condition.ts';

/** A condition on one attribute as the parameters before expressions have it ("Legacy conditional parameters"). */
export interface LegacyCondition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly AttributeValue[];
  readonly Value?: AttributeValue;
  readonly Exists?: boolean;
}

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  EQ: '=',
  NE: '<>',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
};

/** Expected, QueryFilter or ScanFilter as a condition; undefined if there is none. */
export function legacyConditions(
  conditions: Readonly<Record<string, LegacyCondition>> | undefined,
  conditionalOperator: unknown,
): BoundCondition | undefined {
  if (!conditions) return undefined;
  const all = Object.entries(conditions).map(([name, condition]) => legacyCondition(name, condition));
  return { kind: conditionalOperator === 'OR' ? 'or' : 'and', conditions: all };
}

function legacyCondition(name: string, condition: LegacyCondition): BoundCondition {
  const path: BoundOperand = { kind: 'path', path: [name] };
  const given = condition.AttributeValueList ?? (condition.Value ? [condition.Value] : []);
  const operands = [path, ...given.map((value): BoundOperand => ({ kind: 'value', value }))];
  const operator = condition.ComparisonOperator ?? (condition.Exists === false ? 'NULL' : 'EQ');
  switch (operator) {
    case 'NULL':
      return { kind: 'attribute_not_exists', operands: [path] };
    case 'NOT_NULL':
      return { kind: 'attribute_exists', operands: [path] };
    case 'CONTAINS':
      return { kind: 'contains', operands };
    case 'NOT_CONTAINS':
      return { kind: 'not', condition: { kind: 'contains', operands } };
    case 'BEGINS_WITH':
      return { kind: 'begins_with', operands };
    case 'BETWEEN':
      return { kind: 'between', operands };
    case 'IN':
      return { kind: 'in', operands };
    default:
      return { kind: 'compare', comparator: COMPARATORS[operator] as Comparator, operands };
  }
}

/** AttributeUpdates as changes. */
export function legacyChanges(updates: Readonly<Record<string, Fields>>): Change[] {
  return Object.entries(updates).map(([name, { Action = 'PUT', Value }]): Change => {
    const path = [name];
    const value = Value as AttributeValue | undefined;
    if (!value) return { section: 'REMOVE', path };
    if (Action === 'PUT') return { section: 'SET', path, source: { kind: 'value', value } };
    if (Action !== 'ADD' || typeOf(value) !== 'L') return { section: Action as 'ADD' | 'DELETE', path, value };
    // Only here a list can be added to.
    const current = { kind: 'if_not_exists', path, otherwise: { kind: 'value', value: { L: [] } } } as const;
    return { section: 'SET', path, source: { kind: 'list_append', operands: [current, { kind: 'value', value }] } };
  });
}
