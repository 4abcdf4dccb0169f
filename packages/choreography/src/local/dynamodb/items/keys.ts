import { createHash } from 'node:crypto';
import type { Item } from '#local/dynamodb/dynalite.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import type { KeyAttribute, KeySchema, TableSchema } from './table-schema.ts';

/**
 * The key of an item as one text whose order is that of the items: the partitions in the order of a hash, as on AWS, and
 * within a partition by the range key.
 */
export function keyOfItem(item: Item, schema: KeySchema): string {
  const { hash, range } = schema;
  return (
    partitionOf(item[hash.name] as AttributeValue, hash) +
    (range ? sortable(item[range.name] as AttributeValue, range) : '')
  );
}

/** The key of an item in an index: several items may have the same there, so the key of the table follows. */
export function keyInIndex(item: Item, index: KeySchema, table: TableSchema): string {
  return `${keyOfItem(item, index)}/${keyOfItem(item, table)}`;
}

/** What the keys of all items with this partition key begin with. The first six digits are those of a hash. */
export function partitionOf(value: AttributeValue, { type }: KeyAttribute): string {
  const text = value[type] as string;
  return `${hashOf(text)}/${sortable(value, { type })}/`;
}

/** The hash of a key. The same keys are asked for again and again, so those of the last thousands are remembered. */
function hashOf(text: string): string {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  if (hashes.size >= MAX_REMEMBERED) hashes.clear();
  const hash = createHash('md5').update(text).digest('hex').slice(0, 6);
  hashes.set(text, hash);
  return hash;
}

const MAX_REMEMBERED = 5000;
const hashes = new Map<string, string>();

/** A value as a text whose order is that of the values: bytes in hexadecimal, numbers by sign, exponent and digits. */
export function sortable(value: AttributeValue, { type }: Pick<KeyAttribute, 'type'>): string {
  const text = value[type] as string;
  if (type === 'N') return sortableNumber(text);
  return Buffer.from(text, type === 'B' ? 'base64' : 'utf8').toString('hex');
}

/** The exponents are from -130 to 125: so much makes them positive. */
const EXPONENT_OFFSET = 131;

function sortableNumber(number: string): string {
  if (number === '0') return '1';
  const negative = number.startsWith('-');
  const [whole = '', fraction = ''] = number.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const exponent = whole === '0' ? digits.length - fraction.length - 1 : whole.length - 1;
  const text = String(exponent + EXPONENT_OFFSET).padStart(3, '0') + digits.replace(/0+$/, '');
  if (!negative) return `2${text}`;
  // The nines' complement turns the order around; `~` makes the shorter of two that begin alike the larger one.
  return `0${text.replace(/\d/g, (digit) => String(9 - Number(digit)))}~`;
}
