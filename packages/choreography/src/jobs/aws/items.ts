import { fromAttributes, toAttributes } from './attribute-value.ts';

type Convert = (item: never) => object;

/** An input of DynamoDB whose items are plain JavaScript, with attribute values in their place. */
export const toItems = (input: object): object => within(input, toAttributes);

/** An output, or the details of an error, with plain items. */
export const fromItems = (output: object): Record<string, unknown> => within(output, fromAttributes as Convert);

/** Where items and keys stand in inputs and outputs (API reference), at any depth; and what has them in lists. */
const ITEM = new Set([
  'Attributes',
  'ExclusiveStartKey',
  'ExpressionAttributeValues',
  'Item',
  'Key',
  'LastEvaluatedKey',
]);
const ITEMS = new Set(['Items', 'Keys']);
/** By the name of a table, which may be any. */
const BY_TABLE = new Set(['RequestItems', 'UnprocessedItems', 'UnprocessedKeys']);

function within(value: object, convert: Convert): Record<string, unknown> {
  return mapped(value, (name, inside) => {
    if (ITEM.has(name)) return inside && convert(inside as never);
    if (ITEMS.has(name)) return (inside as never[]).map(convert);
    if (BY_TABLE.has(name)) return mapped(inside as object, (_, of) => deeper(of, convert));
    // BatchGetItem has items here by table, TransactGetItems what has an item.
    if (name === 'Responses' && !Array.isArray(inside))
      return mapped(inside as object, (_, items) => (items as never[]).map(convert));
    return deeper(inside, convert);
  });
}

function deeper(value: unknown, convert: Convert): unknown {
  if (Array.isArray(value)) return value.map((each) => deeper(each, convert));
  return typeof value === 'object' && value !== null ? within(value, convert) : value;
}

function mapped(value: object, change: (name: string, inside: unknown) => unknown): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const [name, inside] of Object.entries(value)) if (inside !== undefined) changed[name] = change(name, inside);
  return changed;
}
