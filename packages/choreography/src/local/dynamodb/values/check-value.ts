import { serializationError } from '#local/dynamodb/dynamodb-error.ts';
import { type AttributeValue, elementTypeOf, listOf, mapOf } from './attribute-value.ts';
import { canonicalNumber } from './number.ts';

const INVALID = 'One or more parameter values were invalid: ';
/** How deep lists and maps may be nested (Service quotas: nested attribute depth). */
const MAX_DEPTH = 32;
const MORE_THAN_ONE_TYPE =
  'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';

/**
 * What is wrong with a value, in DynamoDB's words; undefined if nothing is. Replaces the numbers in it by their canonical
 * form.
 *
 * @throws DynamoDbError SerializationException, if there is null where a value belongs
 */
export function checkValue(value: AttributeValue, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) throw serializationError();
  const types = Object.keys(value);
  const [type] = types;
  if (type === undefined)
    return 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
  if (types.length > 1) return MORE_THAN_ONE_TYPE;
  switch (type) {
    case 'N':
      return checkNumber(value as Record<string, string>, 'N');
    case 'NULL':
      return value.NULL ? undefined : `${INVALID}Null attribute value types must have the value of true`;
    case 'SS':
    case 'NS':
    case 'BS':
      return checkSet(type, value[type] as string[]);
    case 'L':
    case 'M':
      if (depth >= MAX_DEPTH) return 'Nesting Levels have exceeded supported limits';
      return checkNested(type === 'L' ? listOf(value) : Object.values(mapOf(value)), depth + 1);
    default:
      return undefined;
  }
}

function checkNested(values: readonly AttributeValue[], depth: number): string | undefined {
  for (const value of values) {
    const wrong = checkValue(value, depth);
    if (wrong) return wrong;
  }
  return undefined;
}

function checkSet(type: string, elements: string[]): string | undefined {
  if (elements.length === 0)
    return type === 'BS'
      ? `${INVALID}Binary sets should not be empty`
      : `${INVALID}An ${type === 'SS' ? 'string' : 'number'} set  may not be empty`;
  if (elementTypeOf(type) === 'N') {
    for (let at = 0; at < elements.length; at++) {
      const wrong = checkNumber(elements as unknown as Record<number, string>, at);
      if (wrong) return wrong;
    }
  }
  if (new Set(elements).size === elements.length) return undefined;
  const told = `Input collection [${elements.join(', ')}]`;
  if (type === 'NS') return 'Input collection contains duplicates';
  return `${INVALID}${told}${type === 'BS' ? 'of type BS contains duplicates.' : ' contains duplicates.'}`;
}

function checkNumber<K extends string | number>(holder: Record<K, string>, at: K): string | undefined {
  const text = holder[at];
  if (!text) return 'The parameter cannot be converted to a numeric value';
  try {
    holder[at] = canonicalNumber(text);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    return `The parameter cannot be converted to a numeric value: ${text}`;
  }
}
