import type { DynamoDbError, Item } from '#local/dynamodb/dynalite.ts';
import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import type { Path } from '#local/dynamodb/expressions/path.ts';
import { type AttributeValue, typeOf } from '#local/dynamodb/values/attribute-value.ts';
import { type KeyAttribute, keyAttributes, type TableSchema } from './table-schema.ts';

const INVALID = 'One or more parameter values were invalid: ';
const NOT_VALID = 'One or more parameter values are not valid. ';
const MAX_HASH_BYTES = 2048;
const MAX_RANGE_BYTES = 1024;

/** Refuses a key that is not the key of an item of the table. @throws DynamoDbError ValidationException */
export function checkKey(key: Item, schema: TableSchema): void {
  const attributes = keyAttributes(schema);
  const fits =
    Object.keys(key).length === attributes.length &&
    attributes.every(({ name, type }) => key[name]?.[type] !== undefined);
  if (!fits) throw validationError('The provided key element does not match the schema');
  for (const attribute of attributes) checkKeyValue(key[attribute.name] as AttributeValue, attribute, schema);
}

/** Refuses an item that a table cannot hold by its keys. @throws DynamoDbError ValidationException */
export function checkItemKeys(item: Item, schema: TableSchema): void {
  for (const attribute of keyAttributes(schema)) {
    const { name, type } = attribute;
    const value = item[name];
    if (!value) throw validationError(`${INVALID}Missing the key ${name} in the item`);
    if (value[type] === undefined)
      throw validationError(`${INVALID}Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    checkKeyValue(value, attribute, schema);
  }
  checkIndexKeys(item, schema, (index, key) => {
    return `A value specified for a secondary index key is not supported. ${emptyValue(key)} IndexName: ${index}, IndexKey: ${key.name}`;
  });
}

/** Refuses what an update would make of the keys of indexes. @throws DynamoDbError ValidationException */
export function checkUpdatedIndexKeys(item: Item, schema: TableSchema): void {
  checkIndexKeys(item, schema, (_, key) => {
    return `The update expression attempted to update a secondary index key to a value that is not supported. ${emptyValue(key)}`;
  });
}

function checkIndexKeys(item: Item, schema: TableSchema, empty: (index: string, key: KeyAttribute) => string): void {
  for (const index of schema.indexes) {
    for (const attribute of keyAttributes(index)) {
      const { name, type } = attribute;
      const value = item[name];
      if (!value) continue;
      if (value[type] === undefined)
        throw validationError(
          `${INVALID}Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      if (isEmpty(value, attribute)) throw validationError(NOT_VALID + empty(index.name, attribute));
      if (bytesOf(value, attribute) > limitOf(attribute, index))
        throw validationError(
          `${INVALID}Size of ${attribute === index.hash ? 'hashkey' : 'rangekey'} has exceeded the maximum size limit of ${limitOf(attribute, index)} bytes. IndexName: ${index.name}, IndexKey: ${name}`,
        );
    }
  }
}

/** Refuses paths that lead into a key, which is no list or map. @throws DynamoDbError ValidationException */
export function checkPathsOfKeys(paths: readonly Path[], schema: TableSchema): void {
  const nested = new Set(paths.filter((path) => path.length > 1).map(([name]) => name));
  const refuse = (kind: string, name: string): DynamoDbError =>
    validationError(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${name}`,
    );
  if (nested.size === 0) return;
  for (const { name } of keyAttributes(schema)) if (nested.has(name)) throw refuse('Key', name);
  for (const { name } of schema.indexes.flatMap(keyAttributes)) if (nested.has(name)) throw refuse('IndexKey', name);
}

function checkKeyValue(value: AttributeValue, attribute: KeyAttribute, schema: TableSchema): void {
  if (isEmpty(value, attribute)) throw emptyKey(attribute);
  if (bytesOf(value, attribute) <= limitOf(attribute, schema)) return;
  throw validationError(
    attribute === schema.hash
      ? `${INVALID}Size of hashkey has exceeded the maximum size limit of${MAX_HASH_BYTES} bytes`
      : `${INVALID}Aggregated size of all range keys has exceeded the size limit of ${MAX_RANGE_BYTES} bytes`,
  );
}

/** The error for a key attribute that is empty, in an item or in a condition. */
export function emptyKey(attribute: KeyAttribute): DynamoDbError {
  return validationError(`${NOT_VALID}${emptyValue(attribute)} Key: ${attribute.name}`);
}

export function isEmpty(value: AttributeValue, { type }: KeyAttribute): boolean {
  return value[type] === '';
}

function emptyValue({ type }: KeyAttribute): string {
  return `The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value.`;
}

function limitOf(attribute: KeyAttribute, { hash }: { hash: KeyAttribute }): number {
  return attribute === hash ? MAX_HASH_BYTES : MAX_RANGE_BYTES;
}

function bytesOf(value: AttributeValue, { type }: KeyAttribute): number {
  if (type === 'N') return 0;
  return Buffer.byteLength(value[type] as string, type === 'B' ? 'base64' : 'utf8');
}
