import type { Fields, Item } from '#local/dynamodb/dynalite.ts';
import { validationError } from '#local/dynamodb/dynamodb-error.ts';
import { type LegacyCondition, legacyConditions } from '#local/dynamodb/expressions/legacy-conditions.ts';
import type { Comparator } from '#local/dynamodb/expressions/parse-condition.ts';
import { project } from '#local/dynamodb/expressions/project.ts';
import type { Engine, Operation } from '#local/dynamodb/operation.ts';
import { readTable } from '#local/dynamodb/operation.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';
import { consumedCapacity, readUnits } from './capacity.ts';
import { checkKey, checkPathsOfKeys } from './check-keys.ts';
import { countRead } from './count-use.ts';
import { type KeyCondition, keyConditions } from './key-condition.ts';
import { keyOfItem } from './keys.ts';
import { query } from './query.ts';
import { indexOf, type PageRequest } from './read-page.ts';
import { parseReadRequest, type ReadRequest, readWrite } from './request.ts';
import { scan } from './scan.ts';
import { schemaOf } from './table-schema.ts';
import { commit, prepareWrite } from './write-item.ts';

/** The parameter by which a caller asks for the item that failed a condition (API_PutItem and the others). */
export const RETURN_VALUES_ON_FAILURE = {
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
};

/** GetItem, PutItem, UpdateItem, DeleteItem, Query and Scan. */
export function itemOperations(engine: Engine): Record<string, Operation> {
  return {
    GetItem: getItem(engine),
    PutItem: write(engine, 'Put'),
    UpdateItem: write(engine, 'Update'),
    DeleteItem: write(engine, 'Delete'),
    Query: queryOperation(engine),
    Scan: scanOperation(engine),
  };
}

function write(engine: Engine, kind: 'Put' | 'Update' | 'Delete'): Operation {
  const { types } = engine.dynalite.validation(`${kind}Item`);
  return {
    types: { ...types, ...RETURN_VALUES_ON_FAILURE },
    run(data) {
      const request = valid(readWrite(engine.dynalite, kind, data));
      const prepared = prepareWrite(request, readTable(engine, data.TableName as string), engine);
      commit(engine, prepared);
      const { schema, capacity, attributes } = prepared;
      return {
        Attributes: attributes,
        ConsumedCapacity: consumedCapacity(data.ReturnConsumedCapacity, schema, capacity),
      };
    },
  };
}

/** What was read of the parameters. @throws DynamoDbError ValidationException, if it is what is wrong with them */
export function valid<T extends object>(read: string | T): T {
  if (typeof read === 'string') throw validationError(read);
  return read;
}

export const GET_PARAMETERS = { expressions: ['ProjectionExpression'], legacy: ['AttributesToGet'] };

function getItem(engine: Engine): Operation {
  const { types } = engine.dynalite.validation('GetItem');
  return { types, run: (data) => readOne(engine, valid(parseReadRequest(engine.dynalite, data, GET_PARAMETERS))) };
}

/** One item by its key, as GetItem answers it. @throws DynamoDbError */
export function readOne(engine: Engine, { data, projection }: ReadRequest, times = 1): Fields {
  const schema = schemaOf(readTable(engine, data.TableName as string));
  checkKey(data.Key as Item, schema);
  checkPathsOfKeys(projection ?? [], schema);
  const item = engine.items.get(schema, keyOfItem(data.Key as Item, schema));
  const units = readUnits(item ? itemSize(item) : 1, data.ConsistentRead);
  countRead(engine.count, schema, undefined, (data.Key as Item)[schema.hash.name], units * times, times > 1);
  return {
    Item: item && projection ? project(projection, item) : item,
    ConsumedCapacity: consumedCapacity(data.ReturnConsumedCapacity, schema, { table: units, indexes: [] }),
  };
}

function queryOperation(engine: Engine): Operation {
  const { types } = engine.dynalite.validation('Query');
  const parameters = {
    expressions: ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
    legacy: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
  };
  return {
    types,
    run(data) {
      if (data.KeyConditions === undefined && data.KeyConditionExpression === undefined)
        throw validationError(
          'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
        );
      const request = valid(parseReadRequest(engine.dynalite, data, parameters));
      const { keyCondition } = request.expressions;
      const conditions = keyCondition ? keyConditions(keyCondition) : legacyKeyConditions(data);
      return query(page(engine, request), conditions, engine);
    },
  };
}

const LEGACY_OPERATORS: Readonly<Record<string, Comparator | 'between' | 'begins_with'>> = {
  EQ: '=',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
  BETWEEN: 'between',
  BEGINS_WITH: 'begins_with',
};

function legacyKeyConditions(data: Fields): Map<string, KeyCondition> {
  const conditions = Object.entries(data.KeyConditions as Record<string, LegacyCondition>);
  return new Map(
    conditions.map(([name, { ComparisonOperator = '', AttributeValueList = [] }]) => [
      name,
      { operator: LEGACY_OPERATORS[ComparisonOperator] ?? 'other', values: AttributeValueList as AttributeValue[] },
    ]),
  );
}

function scanOperation(engine: Engine): Operation {
  const { types } = engine.dynalite.validation('Scan');
  const parameters = {
    expressions: ['ProjectionExpression', 'FilterExpression'],
    legacy: ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
  };
  return {
    types: { ...types, ConsistentRead: 'Boolean' },
    run(data) {
      checkSegments(data);
      return scan(page(engine, valid(parseReadRequest(engine.dynalite, data, parameters))), engine);
    },
  };
}

function page(engine: Engine, { data, expressions, projection }: ReadRequest): PageRequest {
  const schema = schemaOf(readTable(engine, data.TableName as string));
  const filters = (data.QueryFilter ?? data.ScanFilter) as Record<string, LegacyCondition> | undefined;
  const filter = expressions.filter ?? legacyConditions(filters, data.ConditionalOperator);
  return { data, schema, index: indexOf(data, schema), filter, projection };
}

function checkSegments({ Segment: segment, TotalSegments: total }: Fields): void {
  const missing = (parameter: string, given: string) =>
    validationError(
      `The ${parameter} parameter is required but was not present in the request when ${given} is present`,
    );
  if (total === undefined && segment !== undefined) throw missing('TotalSegments', 'Segment parameter');
  if (total === undefined) return;
  if (segment === undefined) throw missing('Segment', 'parameter TotalSegments');
  if ((segment as number) >= (total as number))
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
}
