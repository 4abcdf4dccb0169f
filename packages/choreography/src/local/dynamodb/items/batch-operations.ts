import type { Fields, Item } from '#local/dynamodb/dynalite.ts';
import { isDynamoDbError, validationError } from '#local/dynamodb/dynamodb-error.ts';
import { project } from '#local/dynamodb/expressions/project.ts';
import { type Engine, type Operation, readTable } from '#local/dynamodb/operation.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';
import { type Capacity, consumedCapacity, readUnits, sumOfCapacities } from './capacity.ts';
import { checkKey, checkPathsOfKeys } from './check-keys.ts';
import { countRead } from './count-use.ts';
import { GET_PARAMETERS, valid } from './item-operations.ts';
import { keyOfItem } from './keys.ts';
import { checkItem, checkValues, parseReadRequest } from './request.ts';
import { schemaOf, type TableSchema } from './table-schema.ts';
import { checkWrite, commit, prepareWrite, type WriteRequest } from './write-item.ts';

/** The most that one answer may hold (API_BatchGetItem: 16 MB). */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MAX_KEYS = 100;
const MAX_WRITES = 25;
const DUPLICATES = 'Provided list of item keys contains duplicates';

export function batchOperations(engine: Engine): Record<string, Operation> {
  return { BatchGetItem: batchGetItem(engine), BatchWriteItem: batchWriteItem(engine) };
}

function batchGetItem(engine: Engine): Operation {
  const { types } = engine.dynalite.validation('BatchGetItem');
  return {
    types,
    run(data) {
      const tables = Object.entries(data.RequestItems as Record<string, Fields>);
      if (tables.reduce((sum, [, { Keys }]) => sum + (Keys as Item[]).length, 0) > MAX_KEYS)
        throw validationError('Too many items requested for the BatchGetItem call');
      const reads = tables.map(([name, read]) => prepareRead(engine, name, read));
      const Responses: Fields = {};
      const UnprocessedKeys: Fields = {};
      const capacities: (Fields | undefined)[] = [];
      let bytes = 0;
      for (const { schema, request, keys } of reads) {
        let units = 0;
        const found: Item[] = [];
        const left: Item[] = [];
        // The order is that of the table, not of the request: AWS guarantees no order.
        for (const [key, asked] of [...keys].sort(([one], [other]) => (one < other ? -1 : 1))) {
          const item = engine.items.get(schema, key);
          const size = item ? itemSize(item) : 1;
          if (bytes + size > MAX_ANSWER_BYTES) {
            left.push(asked);
            continue;
          }
          bytes += size;
          const own = readUnits(size, request.data.ConsistentRead);
          countRead(engine.count, schema, undefined, asked[schema.hash.name], own);
          units += own;
          if (item) found.push(request.projection ? project(request.projection, item) : item);
        }
        Responses[schema.name] = found;
        if (left.length > 0) UnprocessedKeys[schema.name] = { ...request.data, Keys: left };
        capacities.push(consumedCapacity(data.ReturnConsumedCapacity, schema, { table: units, indexes: [] }));
      }
      return { Responses, UnprocessedKeys, ...told(capacities) };
    },
  };
}

function prepareRead(engine: Engine, name: string, data: Fields) {
  const request = valid(parseReadRequest(engine.dynalite, data, GET_PARAMETERS));
  for (const key of data.Keys as Item[]) {
    const wrong = checkValues(key);
    if (wrong) throw validationError(wrong);
  }
  const schema = schemaOf(readTable(engine, name));
  const keys = new Map<string, Item>();
  for (const key of data.Keys as Item[]) {
    checkKey(key, schema);
    keys.set(keyOfItem(key, schema), key);
  }
  if (keys.size < (data.Keys as Item[]).length) throw validationError(DUPLICATES);
  checkPathsOfKeys(request.projection ?? [], schema);
  return { schema, request, keys };
}

interface RequestedWrite {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}

function batchWriteItem(engine: Engine): Operation {
  const { types } = engine.dynalite.validation('BatchWriteItem');
  return {
    types,
    run(data) {
      const tables = Object.entries(data.RequestItems as Record<string, RequestedWrite[]>);
      if (tables.reduce((sum, [, requested]) => sum + requested.length, 0) > MAX_WRITES)
        throw validationError('Too many items requested for the BatchWriteItem call');
      for (const [, requested] of tables) checkRequests(requested);
      const writes = tables.flatMap(([name, requested]) => fittingWrites(engine, name, requested));
      const capacities = new Map<TableSchema, Capacity[]>();
      // No two of them are on one item. What refuses one of them refuses all.
      for (const prepared of writes.map(({ request, name }) =>
        prepareWrite(request, readTable(engine, name), engine),
      )) {
        commit(engine, prepared);
        capacities.set(prepared.schema, [...(capacities.get(prepared.schema) ?? []), prepared.capacity]);
      }
      const consumed = [...capacities].map(([schema, each]) =>
        consumedCapacity(data.ReturnConsumedCapacity, schema, sumOfCapacities(each)),
      );
      return { UnprocessedItems: {}, ...told(consumed) };
    },
  };
}

/** The rules that need no table. */
function checkRequests(writes: readonly RequestedWrite[]): void {
  for (const { PutRequest, DeleteRequest } of writes) {
    if (Boolean(PutRequest) === Boolean(DeleteRequest))
      throw validationError(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    const wrong = PutRequest ? checkItem(PutRequest.Item) : checkValues(DeleteRequest?.Key);
    if (wrong) throw validationError(wrong);
  }
}

function fittingWrites(engine: Engine, name: string, requested: readonly RequestedWrite[]) {
  const schema = schemaOf(readTable(engine, name));
  const keys = new Set<string>();
  return requested.map(({ PutRequest, DeleteRequest }) => {
    const data = PutRequest ? { Item: PutRequest.Item } : { Key: DeleteRequest?.Key };
    const request: WriteRequest = { kind: PutRequest ? 'Put' : 'Delete', data };
    try {
      checkWrite(request, schema);
    } catch (error) {
      if (isDynamoDbError(error) && /Missing the key|Type mismatch for key/.test(error.message))
        throw validationError('The provided key element does not match the schema');
      throw error;
    }
    const key = keyOfItem((PutRequest?.Item ?? DeleteRequest?.Key) as Item, schema);
    if (keys.has(key)) throw validationError(DUPLICATES);
    keys.add(key);
    return { request, name };
  });
}

function told(capacities: readonly (Fields | undefined)[]): Fields {
  const consumed = capacities.filter((capacity) => capacity !== undefined);
  return consumed.length > 0 ? { ConsumedCapacity: consumed } : {};
}
