import type { Item } from '#local/dynamodb/dynalite.ts';
import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import { checkKey } from './check-keys.ts';
import { keyInIndex, keyOfItem } from './keys.ts';
import { type Index, keyAttributes, type TableSchema } from './table-schema.ts';

const INVALID = 'The provided starting key is invalid';

/**
 * Where ExclusiveStartKey is among the keys of a table or an index.
 *
 * @throws DynamoDbError ValidationException, if it is no such key
 */
export function placeOfStartKey(key: Item, schema: TableSchema, index: Index | undefined): string {
  const own = keyAttributes(schema);
  const attributes = new Map([...own, ...(index ? keyAttributes(index) : [])].map((one) => [one.name, one]));
  if (Object.keys(key).length !== attributes.size || ![...attributes.keys()].every((name) => key[name]))
    throw validationError(index ? INVALID : `${INVALID}: The provided key element does not match the schema`);
  try {
    checkKey(Object.fromEntries(own.map(({ name }) => [name, key[name] as Item[string]])), schema);
  } catch (error) {
    throw validationError(`${INVALID}: ${(error as Error).message}`);
  }
  if (![...attributes.values()].every(({ name, type }) => key[name]?.[type] !== undefined))
    throw validationError(INVALID);
  return index ? keyInIndex(key, index, schema) : keyOfItem(key, schema);
}
