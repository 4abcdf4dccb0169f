import type { Item } from '#local/dynamodb/dynalite.ts';
import { type AttributeValue, elementsOf, elementTypeOf, listOf, mapOf, typeOf } from './attribute-value.ts';
import { digitsOf } from './number.ts';

/** The size of an item in bytes (Developer Guide: "DynamoDB item sizes and formats"). */
export function itemSize(item: Item | Readonly<Record<string, AttributeValue>>): number {
  let size = 0;
  for (const name in item) size += byteLength(name) + valueSize(item[name] as AttributeValue);
  return size;
}

function valueSize(value: AttributeValue): number {
  const type = typeOf(value);
  switch (type) {
    case 'S':
    case 'N':
    case 'B':
      return scalarSize(type, value[type] as string);
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'L':
      return listOf(value).reduce((sum, element) => sum + 1 + valueSize(element), COLLECTION);
    case 'M':
      return COLLECTION + Object.keys(mapOf(value)).length + itemSize(mapOf(value));
    default: {
      const elementType = elementTypeOf(type) ?? 'S';
      return elementsOf(value).reduce((sum, element) => sum + scalarSize(elementType, element), 0);
    }
  }
}

/** "An attribute of type List or Map requires 3 bytes of overhead, plus 1 byte for each element". */
const COLLECTION = 3;

function scalarSize(type: 'S' | 'N' | 'B', value: string): number {
  if (type === 'S') return byteLength(value);
  if (type === 'B') return Buffer.byteLength(value, 'base64');
  // "Approximately 1 byte per two significant digits, plus 1 byte", and one more for a negative number.
  return value === '0' ? 1 : 1 + Math.ceil(digitsOf(value) / 2) + (value.startsWith('-') ? 1 : 0);
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
