import type { Fields, Item } from '#local/dynamodb/dynalite.ts';
import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import { type BoundCondition, pathsOf } from '#local/dynamodb/expressions/bind-condition.ts';
import { holds } from '#local/dynamodb/expressions/evaluate-condition.ts';
import type { Path } from '#local/dynamodb/expressions/path.ts';
import { project } from '#local/dynamodb/expressions/project.ts';
import type { Engine } from '#local/dynamodb/operation.ts';
import type { KeyRange } from '#local/dynamodb/sorted-map.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';
import { consumedCapacity, projected, readUnits } from './capacity.ts';
import { checkPathsOfKeys } from './check-keys.ts';
import { countRead } from './count-use.ts';
import { primaryKey } from './item-store.ts';
import { type Index, keyAttributes, type TableSchema } from './table-schema.ts';

/** "A single Query or Scan only returns a result set that fits within the 1 MB size limit", before the filter. */
const MAX_PAGE_BYTES = 1024 * 1024;

/** What Query and Scan have in common. */
export interface PageRequest {
  readonly data: Fields;
  readonly schema: TableSchema;
  readonly index: Index | undefined;
  readonly filter: BoundCondition | undefined;
  readonly projection: readonly Path[] | undefined;
  /** The value of the partition key, of a Query. */
  readonly partition?: AttributeValue | undefined;
}

/** The index that a request names. @throws DynamoDbError ValidationException if the table does not have it */
export function indexOf(data: Fields, schema: TableSchema): Index | undefined {
  if (data.IndexName === undefined) return undefined;
  const index = schema.indexes.find(({ name }) => name === data.IndexName);
  if (!index) throw validationError(`The table does not have the specified index: ${data.IndexName}`);
  if (index.isGlobal && data.ConsistentRead)
    throw validationError('Consistent reads are not supported on global secondary indexes');
  return index;
}

/** Refuses to give what the request does not go with, or the index does not have. @throws DynamoDbError ValidationException */
export function checkAttributes({ data, schema, index, filter, projection }: PageRequest): void {
  checkSelect(data, index, projection);
  checkPathsOfKeys([...(projection ?? []), ...(filter ? pathsOf(filter) : [])], schema);
  if (!index?.projected || !index.isGlobal) return;
  if (data.Select === 'ALL_ATTRIBUTES')
    throw validationError(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  const lacking = attributesMissingFrom(index, projection);
  if (lacking.length > 0)
    throw validationError(
      `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${lacking.join(', ')}]`,
    );
}

/** The attributes of paths that an index does not have. */
export function attributesMissingFrom(index: Index, paths: readonly Path[] = []): string[] {
  const names = new Set(paths.map(([name]) => String(name)));
  const there = index.projected;
  return there ? [...names].filter((name) => !there.has(name)) : [];
}

function checkSelect(data: Fields, index: Index | undefined, projection: readonly Path[] | undefined): void {
  const parameter = data.AttributesToGet ? 'AttributesToGet' : 'ProjectionExpression';
  const { Select } = data;
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && !index)
    throw validationError('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  if (Select === 'SPECIFIC_ATTRIBUTES' && !projection)
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  if (!projection || Select === undefined || Select === 'SPECIFIC_ATTRIBUTES') return;
  const what = Select === 'COUNT' ? 'only the Count' : Select;
  throw validationError(`Cannot specify the ${parameter} when choosing to get ${what}`);
}

/** One page of the items in a range of a table or an index, as Query and Scan answer it. */
export function readPage(
  request: PageRequest,
  range: KeyRange,
  { items: store, count: tell }: Pick<Engine, 'items' | 'count'>,
): Fields {
  const { data, schema, index, filter, projection, partition } = request;
  const limit = (data.Limit as number | undefined) ?? Number.POSITIVE_INFINITY;
  // A local index gives what it lacks from the table; a global one gives only what it has.
  const isFetched =
    index?.projected !== undefined &&
    !index.isGlobal &&
    (data.Select === 'ALL_ATTRIBUTES' || attributesMissingFrom(index, projection).length > 0);
  const items: Item[] = [];
  let [count, bytes, fetchedUnits] = [0, 0, 0];
  let last: Item | undefined;
  let isCut = false;
  for (const [, stored] of store.entries(schema, index).entries(range)) {
    const own = index ? projected(stored, index) : stored;
    const size = itemSize(own);
    if (count > 0 && bytes + size > MAX_PAGE_BYTES) {
      isCut = true;
      break;
    }
    count++;
    bytes += size;
    last = stored;
    if (isFetched) fetchedUnits += readUnits(itemSize(stored), data.ConsistentRead);
    const item = isFetched ? stored : own;
    if (!filter || holds(filter, item)) items.push(projection ? project(projection, item) : item);
    if (count >= limit) {
      isCut = true;
      break;
    }
  }
  const units = readUnits(bytes, data.ConsistentRead);
  // What finds nothing is paid for, too.
  countRead(tell, schema, index, partition, Math.max(units, readUnits(1, data.ConsistentRead)));
  if (fetchedUnits > 0) countRead(tell, schema, undefined, partition, fetchedUnits);
  const capacity = index ? { table: fetchedUnits, indexes: [{ index, units }] } : { table: units, indexes: [] };
  return {
    ...(data.Select === 'COUNT' ? {} : { Items: items }),
    Count: items.length,
    ScannedCount: count,
    LastEvaluatedKey: isCut && last ? startKey(last, request) : undefined,
    ConsumedCapacity: consumedCapacity(data.ReturnConsumedCapacity, schema, capacity),
  };
}

/** The key that the next page starts after: also of the index, in which it has no place without. */
function startKey(item: Item, { schema, index }: PageRequest): Item {
  const ofIndex = index ? keyAttributes(index).map(({ name }) => [name, item[name] as Item[string]]) : [];
  return { ...primaryKey(item, schema), ...Object.fromEntries(ofIndex) };
}
