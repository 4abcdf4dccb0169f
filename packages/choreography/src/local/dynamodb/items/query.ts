import type { Fields, Item } from '#local/dynamodb/dynalite.ts';
import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import { type BoundCondition, pathsOf } from '#local/dynamodb/expressions/bind-condition.ts';
import { beginsWith, compares } from '#local/dynamodb/expressions/evaluate-condition.ts';
import type { Engine } from '#local/dynamodb/operation.ts';
import type { KeyRange } from '#local/dynamodb/sorted-map.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { areEqual } from '#local/dynamodb/values/compare-values.ts';
import { checkKeyConditions, type KeyCondition } from './key-condition.ts';
import { partitionOf, sortable } from './keys.ts';
import { attributesMissingFrom, checkAttributes, type PageRequest, readPage } from './read-page.ts';
import { placeOfStartKey } from './start-key.ts';
import { type KeySchema, keyAttributes } from './table-schema.ts';

/** One page of a Query. @throws DynamoDbError ValidationException */
export function query(
  asked: PageRequest,
  conditions: ReadonlyMap<string, KeyCondition>,
  engine: Pick<Engine, 'items' | 'count'>,
): Fields {
  const { data, schema, index, filter } = asked;
  const keys = index ?? schema;
  const request = { ...asked, partition: conditions.get(keys.hash.name)?.values[0] };
  checkKeyConditions(conditions, keys);
  if (filter) checkFilter(request, filter, keys);
  checkAttributes(request);
  const start = data.ExclusiveStartKey as Item | undefined;
  const place = start && placeOfStartKey(start, schema, index);
  if (start) checkStart(start, conditions, keys);
  const range = rangeOf(conditions, keys);
  if (data.ScanIndexForward !== false) return readPage(request, place ? after(range, place) : range, engine);
  return readPage(request, { ...(place ? before(range, place) : range), reverse: true }, engine);
}

function checkFilter({ data, index }: PageRequest, filter: BoundCondition, keys: KeySchema): void {
  const paths = pathsOf(filter);
  const name = data.QueryFilter ? 'QueryFilter' : 'Filter Expression';
  const key = keyAttributes(keys).find((attribute) => paths.some(([first]) => first === attribute.name));
  if (key)
    throw validationError(`${name} can only contain non-primary key attributes: Primary key attribute: ${key.name}`);
  const lacking = index ? attributesMissingFrom(index, paths) : [];
  if (index && lacking.length > 0)
    throw validationError(
      `One or more parameter values were invalid: Secondary index ${index.name} does not project one or more filter attributes: [${lacking.join(', ')}]`,
    );
}

function checkStart(start: Item, conditions: ReadonlyMap<string, KeyCondition>, { hash, range }: KeySchema): void {
  const inPartition = areEqual(start[hash.name] as AttributeValue, conditions.get(hash.name)?.values[0] ?? {});
  const condition = range && conditions.get(range.name);
  if (!condition) {
    if (inPartition) return;
    throw validationError('The provided starting key is outside query boundaries based on provided conditions');
  }
  if (!fulfils(start[range.name] as AttributeValue, condition))
    throw validationError('The provided starting key does not match the range key predicate');
  if (!inPartition) throw validationError('The query can return at most one row and cannot be restarted');
}

function fulfils(value: AttributeValue, { operator, values: [first, second] }: KeyCondition): boolean {
  switch (operator) {
    case 'between':
      return compares('>=', value, first) && compares('<=', value, second);
    case 'begins_with':
      return first !== undefined && beginsWith(value, first);
    case 'other':
      return false;
    default:
      return compares(operator, value, first);
  }
}

/** After a sort key: past all that begins with it, which is the item itself or, in an index, its entries. */
const AFTER = '/~';
/** After every sort key that begins so: greater than every character of a key. */
const AFTER_PREFIX = '~';

function rangeOf(conditions: ReadonlyMap<string, KeyCondition>, { hash, range }: KeySchema): KeyRange {
  const partition = partitionOf(conditions.get(hash.name)?.values[0] as AttributeValue, hash);
  const condition = range && conditions.get(range.name);
  const everything = { gte: partition, lt: partition + AFTER_PREFIX };
  if (!condition) return everything;
  const [first = '', second = ''] = condition.values.map((value) => partition + sortable(value, range));
  switch (condition.operator) {
    case '=':
      return { gte: first, lte: first + AFTER };
    case '<':
      return { gte: partition, lt: first };
    case '<=':
      return { gte: partition, lte: first + AFTER };
    case '>':
      return { gt: first + AFTER, lt: everything.lt };
    case '>=':
      return { gte: first, lt: everything.lt };
    case 'between':
      return { gte: first, lte: second + AFTER };
    default:
      return { gte: first, lt: first + AFTER_PREFIX };
  }
}

function after({ gte: _, gt: __, ...range }: KeyRange, place: string): KeyRange {
  return { ...range, gt: place };
}

function before({ lt: _, lte: __, ...range }: KeyRange, place: string): KeyRange {
  return { ...range, lt: place };
}
