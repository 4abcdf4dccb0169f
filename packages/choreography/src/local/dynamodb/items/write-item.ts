import type { Fields, Item, Table } from '#local/dynamodb/dynalite.ts';
import { conditionalCheckFailed, validationError } from '#local/dynamodb/dynamodb-error.ts';
import { applyUpdate, UpdateError } from '#local/dynamodb/expressions/apply-update.ts';
import type { BoundCondition } from '#local/dynamodb/expressions/bind-condition.ts';
import { pathsOf } from '#local/dynamodb/expressions/bind-condition.ts';
import type { Change } from '#local/dynamodb/expressions/bind-update.ts';
import { holds } from '#local/dynamodb/expressions/evaluate-condition.ts';
import type { Path } from '#local/dynamodb/expressions/path.ts';
import { project } from '#local/dynamodb/expressions/project.ts';
import type { Engine } from '#local/dynamodb/operation.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';
import { type Capacity, writeCapacity } from './capacity.ts';
import { checkItemKeys, checkKey, checkPathsOfKeys, checkUpdatedIndexKeys } from './check-keys.ts';
import { countWrite } from './count-use.ts';
import { keyOfItem } from './keys.ts';
import { keyAttributes, schemaOf, type TableSchema } from './table-schema.ts';

/** The most bytes that an item may have (Service quotas: item size). */
export const MAX_ITEM_BYTES = 400 * 1024;

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** What one write does, when its parameters are valid. */
export interface WriteRequest {
  readonly kind: WriteKind;
  readonly data: Fields;
  readonly condition?: BoundCondition | undefined;
  /** The changes of an update. */
  readonly changes?: readonly Change[] | undefined;
}

/** A write that would succeed, and is not done yet. */
export interface PreparedWrite {
  readonly schema: TableSchema;
  readonly key: string;
  readonly old: Item | undefined;
  /** The item after the write; undefined if there is none. */
  readonly item: Item | undefined;
  readonly capacity: Capacity;
  /** What the caller asks for by ReturnValues. */
  readonly attributes: Item | undefined;
}

/** Refuses a write that does not fit its table, whatever is in it. @throws DynamoDbError ValidationException */
export function checkWrite({ kind, data, condition, changes }: WriteRequest, schema: TableSchema): void {
  if (kind === 'Put') checkItemKeys(data.Item as Item, schema);
  else checkKey(data.Key as Item, schema);
  if (changes) checkChangesOfKeys(changes, schema);
  checkPathsOfKeys([...(condition ? pathsOf(condition) : []), ...(changes ?? []).map(({ path }) => path)], schema);
}

/** @throws DynamoDbError if the condition fails, or the update cannot be applied to the item */
export function prepareWrite(
  request: WriteRequest,
  table: Table,
  { items: store, count, admit }: Pick<Engine, 'items' | 'count' | 'admit'>,
  times = 1,
): PreparedWrite {
  const { kind, data, condition, changes = [] } = request;
  const schema = schemaOf(table);
  checkWrite(request, schema);
  const key = keyOfItem((data.Item ?? data.Key) as Item, schema);
  const old = store.get(schema, key);
  if (condition && !holds(condition, old ?? {})) {
    // What was asked in vain is paid for, too ("Read and write capacity: failed conditional writes").
    const unchanged = { old, item: old, capacity: writeCapacity(schema, old, old) };
    if (admit) countWrite(admit, schema, unchanged, times);
    countWrite(count, schema, unchanged, times);
    throw conditionalCheckFailed(data.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? old : undefined);
  }
  const item = itemAfter(kind, data, old, changes, schema);
  const capacity = kind === 'ConditionCheck' ? { table: 1, indexes: [] } : writeCapacity(schema, old, item);
  if (admit) countWrite(admit, schema, { old, item, capacity }, times);
  return { schema, key, old, item, capacity, attributes: returned(data.ReturnValues, old, item, changes) };
}

/** @param times how often its units count: twice in a transaction */
export function commit({ items, count }: Pick<Engine, 'items' | 'count'>, write: PreparedWrite, times = 1): void {
  const { schema, key, old, item } = write;
  if (item !== old) items.replace(schema, key, old, item);
  countWrite(count, schema, write, times);
}

function itemAfter(
  kind: WriteKind,
  data: Fields,
  old: Item | undefined,
  changes: readonly Change[],
  schema: TableSchema,
): Item | undefined {
  if (kind === 'ConditionCheck') return old;
  if (kind === 'Delete') return undefined;
  if (kind === 'Put') return data.Item as Item;
  try {
    const item = applyUpdate(changes, old ?? (data.Key as Item));
    checkUpdatedIndexKeys(item, schema);
    if (itemSize(item) > MAX_ITEM_BYTES)
      throw validationError('Item size to update has exceeded the maximum allowed size');
    return item;
  } catch (error) {
    if (error instanceof UpdateError) throw validationError(error.message);
    throw error;
  }
}

function checkChangesOfKeys(changes: readonly Change[], schema: TableSchema): void {
  for (const { name } of keyAttributes(schema)) {
    if (changes.some(({ path }) => path[0] === name))
      throw validationError(
        `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
      );
  }
}

function returned(
  asked: unknown,
  old: Item | undefined,
  item: Item | undefined,
  changes: readonly Change[],
): Item | undefined {
  const paths: Path[] = changes.map(({ path }) => path);
  switch (asked) {
    case 'ALL_OLD':
      return old;
    case 'ALL_NEW':
      return item;
    case 'UPDATED_OLD':
      return some(project(paths, old ?? {}));
    case 'UPDATED_NEW':
      return some(project(paths, item ?? {}));
    default:
      return undefined;
  }
}

function some(item: Item): Item | undefined {
  return Object.keys(item).length > 0 ? item : undefined;
}
