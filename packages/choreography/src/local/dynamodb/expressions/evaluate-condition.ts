import type { Item } from '#local/dynamodb/dynalite.ts';
import {
  type AttributeValue,
  elementsOf,
  elementTypeOf,
  listOf,
  mapOf,
  typeOf,
} from '#local/dynamodb/values/attribute-value.ts';
import { areEqual, compareValues } from '#local/dynamodb/values/compare-values.ts';
import type { BoundCondition, BoundOperand, ConditionFunction } from './bind-condition.ts';
import type { Comparator } from './parse-condition.ts';
import { resolvePath } from './resolve-path.ts';

type Operand = AttributeValue | undefined;

/**
 * Whether a condition holds for an item ("Condition and filter expressions, operators, and functions"). An operand that the
 * item does not have is equal to nothing, not even to another that it does not have, and has no compared.
 */
export function holds(condition: BoundCondition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((inner) => holds(inner, item));
    case 'or':
      return condition.conditions.some((inner) => holds(inner, item));
    case 'not':
      return !holds(condition.condition, item);
    case 'compare': {
      const [left, right] = condition.operands.map((operand) => resolve(operand, item));
      return compares(condition.comparator, left, right);
    }
    case 'between': {
      const [value, lower, upper] = condition.operands.map((operand) => resolve(operand, item));
      return compares('>=', value, lower) && compares('<=', value, upper);
    }
    case 'in': {
      const [value, ...others] = condition.operands.map((operand) => resolve(operand, item));
      return others.some((other) => compares('=', value, other));
    }
    default: {
      const [first, second] = condition.operands.map((operand) => resolve(operand, item));
      return FUNCTIONS[condition.kind](first, second);
    }
  }
}

const FUNCTIONS: Readonly<Record<ConditionFunction, (first: Operand, second: Operand) => boolean>> = {
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  attribute_type: (value, type) => value !== undefined && typeOf(value) === type?.S,
  begins_with: (value, prefix) => value !== undefined && prefix !== undefined && beginsWith(value, prefix),
  contains: (value, part) => value !== undefined && part !== undefined && contains(value, part),
};

export function compares(comparator: Comparator, left: Operand, right: Operand): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return areEqual(left, right);
  if (comparator === '<>') return !areEqual(left, right);
  const compared = compareValues(left, right);
  if (compared === undefined) return false;
  if (compared === 0) return comparator === '<=' || comparator === '>=';
  return compared < 0 ? comparator.startsWith('<') : comparator.startsWith('>');
}

export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  const type = typeOf(prefix);
  if (type !== typeOf(value)) return false;
  if (type === 'S') return (value.S as string).startsWith(prefix.S as string);
  if (type !== 'B') return false;
  const start = bytes(prefix.B as string);
  return bytes(value.B as string)
    .subarray(0, start.length)
    .equals(start);
}

/** Whether a text or bytes have a part, or a set or list has an element. */
function contains(value: AttributeValue, part: AttributeValue): boolean {
  const [type, partType] = [typeOf(value), typeOf(part)];
  if (type === 'L') return listOf(value).some((element) => areEqual(element, part));
  if (elementTypeOf(type) === partType) return elementsOf(value).includes(part[partType] as string);
  if (type !== partType) return false;
  if (type === 'S') return (value.S as string).includes(part.S as string);
  return type === 'B' && bytes(value.B as string).includes(bytes(part.B as string));
}

function resolve(operand: BoundOperand, item: Item): Operand {
  switch (operand.kind) {
    case 'path':
      return resolvePath(operand.path, item);
    case 'value':
      return operand.value;
    case 'size': {
      const value = resolve(operand.of, item);
      const size = value && sizeOf(value);
      return size === undefined ? undefined : { N: String(size) };
    }
  }
}

/** The function `size`: undefined for what has none. */
function sizeOf(value: AttributeValue): number | undefined {
  const type = typeOf(value);
  switch (type) {
    case 'S':
      return (value.S as string).length;
    case 'B':
      return bytes(value.B as string).length;
    case 'L':
      return listOf(value).length;
    case 'M':
      return Object.keys(mapOf(value)).length;
    default:
      return elementTypeOf(type) ? elementsOf(value).length : undefined;
  }
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
