import type { Dynalite, Fields, Item } from '#local/dynamodb/dynalite.ts';
import { type Expressions, expressionsOf } from '#local/dynamodb/expressions/expressions-of.ts';
import {
  type LegacyCondition,
  legacyChanges,
  legacyConditions,
} from '#local/dynamodb/expressions/legacy-conditions.ts';
import type { Path } from '#local/dynamodb/expressions/path.ts';
import { type AttributeValue, typeOf } from '#local/dynamodb/values/attribute-value.ts';
import { checkValue } from '#local/dynamodb/values/check-value.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';
import { MAX_ITEM_BYTES, type WriteKind, type WriteRequest } from './write-item.ts';

type Values = Readonly<Record<string, AttributeValue>>;

/** What is wrong with the values of an item or a key; its numbers become canonical. */
export function checkValues(values: Values | Item | undefined): string | undefined {
  for (const name in values) {
    const wrong = checkValue(values[name] as AttributeValue);
    if (wrong) return wrong;
  }
  return undefined;
}

export function checkItem(item: Item): string | undefined {
  return (
    checkValues(item) ??
    (itemSize(item) > MAX_ITEM_BYTES ? 'Item size has exceeded the maximum allowed size' : undefined)
  );
}

const EXPRESSIONS: Readonly<Record<WriteKind, string[]>> = {
  Put: ['ConditionExpression'],
  Delete: ['ConditionExpression'],
  ConditionCheck: ['ConditionExpression'],
  Update: ['UpdateExpression', 'ConditionExpression'],
};

/**
 * Reads the parameters of a write.
 *
 * @returns what is wrong with them, whatever the table, or the write
 */
export function readWrite(dynalite: Dynalite, kind: WriteKind, data: Fields): string | WriteRequest {
  const legacy = kind === 'Update' ? ['AttributeUpdates', 'Expected'] : ['Expected'];
  const { validateExpressionParams, validateAttributeConditions } = dynalite.legacy;
  const expected = data.Expected as Record<string, LegacyCondition> | undefined;
  const updates = data.AttributeUpdates as Record<string, Fields> | undefined;
  const wrong =
    validateExpressionParams(data, [...EXPRESSIONS[kind]], legacy) ??
    (kind === 'Put' ? checkItem(data.Item as Item) : checkValues(data.Key as Item)) ??
    checkReturnValues(kind, data.ReturnValues) ??
    checkUpdates(updates) ??
    checkLegacyValues(expected) ??
    validateAttributeConditions(data);
  if (wrong) return wrong;
  const expressions = expressionsOf(data);
  if (typeof expressions === 'string') return expressions;
  return {
    kind,
    data,
    condition: expressions.condition ?? legacyConditions(expected, data.ConditionalOperator),
    changes: expressions.update ?? (updates && legacyChanges(updates)),
  };
}

function checkReturnValues(kind: WriteKind, asked: unknown): string | undefined {
  if (kind === 'Update' || asked === undefined || asked === 'ALL_OLD' || asked === 'NONE') return undefined;
  return 'ReturnValues can only be ALL_OLD or NONE';
}

function checkUpdates(updates: Record<string, Fields> | undefined): string | undefined {
  for (const { Action, Value } of Object.values(updates ?? {})) {
    const invalid = 'One or more parameter values were invalid: ';
    const value = Value as AttributeValue | undefined;
    const wrong = value && checkValue(value);
    if (wrong) return wrong;
    if (!value) {
      if (Action !== 'DELETE') return `${invalid}Only DELETE action is allowed when no attribute value is specified`;
      continue;
    }
    const type = typeOf(value);
    const isSet = type === 'SS' || type === 'NS' || type === 'BS';
    if (Action === 'DELETE' && !isSet)
      return `${invalid}DELETE action with value is not supported for the type ${type}`;
    if (Action === 'ADD' && !isSet && type !== 'L' && type !== 'N')
      return `${invalid}ADD action is not supported for the type ${type}`;
  }
  return undefined;
}

/** What is wrong with the values of conditions; their numbers become canonical. */
function checkLegacyValues(conditions: Record<string, LegacyCondition> | undefined): string | undefined {
  for (const { AttributeValueList = [], Value } of Object.values(conditions ?? {})) {
    for (const value of Value ? [...AttributeValueList, Value] : AttributeValueList) {
      const wrong = checkValue(value);
      if (wrong) return wrong;
    }
  }
  return undefined;
}

/** What a read asks for. */
export interface ReadRequest {
  readonly data: Fields;
  readonly expressions: Expressions;
  readonly projection: readonly Path[] | undefined;
}

/**
 * Reads the parameters of a read.
 *
 * @param parameters the expressions that it may have, and the legacy parameters that they replaced
 * @returns what is wrong with them, whatever the table, or the read
 */
export function parseReadRequest(
  dynalite: Dynalite,
  data: Fields,
  parameters: { expressions: string[]; legacy: string[] },
): string | ReadRequest {
  const { validateExpressionParams, validateConditions, findDuplicate } = dynalite.legacy;
  const names = data.AttributesToGet as string[] | undefined;
  const duplicate = names && findDuplicate(names);
  const filters = (data.QueryFilter ?? data.ScanFilter) as Record<string, LegacyCondition> | undefined;
  const keys = data.KeyConditions as Record<string, LegacyCondition> | undefined;
  const wrong =
    validateExpressionParams(data, [...parameters.expressions], [...parameters.legacy]) ??
    (duplicate
      ? `One or more parameter values were invalid: Duplicate value in attribute name: ${duplicate}`
      : undefined) ??
    checkValues(data.Key as Item | undefined) ??
    checkStartKey(data.ExclusiveStartKey as Item | undefined) ??
    checkLegacyValues(filters) ??
    checkLegacyValues(keys) ??
    validateConditions(filters) ??
    validateConditions(keys);
  if (wrong) return wrong;
  const expressions = expressionsOf(data);
  if (typeof expressions === 'string') return expressions;
  return { data, expressions, projection: expressions.projection ?? names?.map((name) => [name]) };
}

/** DynamoDB reports some problems of a value as problems of the key. */
function checkStartKey(key: Item | undefined): string | undefined {
  const wrong = checkValues(key);
  if (!wrong) return undefined;
  const asItIs = /contains duplicates|number set|numeric value|significant digits|number with magnitude/.test(wrong);
  return asItIs ? wrong : `The provided starting key is invalid: ${wrong}`;
}
