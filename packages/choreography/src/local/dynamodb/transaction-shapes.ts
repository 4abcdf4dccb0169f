import type { Fields, Validation } from './dynalite.ts';
import { RETURN_VALUES_ON_FAILURE } from './items/item-operations.ts';
import type { WriteKind } from './items/write-item.ts';
import type { Engine } from './operation.ts';

/** The most actions in one transaction (Service quotas: DynamoDB transactions). */
const MAX_ACTIONS = 100;

/** The operation whose parameters each kind of action has; a check has those of a delete. */
const WRITES: Readonly<Record<WriteKind, string>> = {
  ConditionCheck: 'DeleteItem',
  Put: 'PutItem',
  Delete: 'DeleteItem',
  Update: 'UpdateItem',
};

const PARAMETERS: Record<WriteKind | 'Get', string[]> = {
  ConditionCheck: ['TableName', 'Key', 'ConditionExpression', ...placeholders()],
  Put: ['TableName', 'Item', 'ConditionExpression', ...placeholders()],
  Delete: ['TableName', 'Key', 'ConditionExpression', ...placeholders()],
  Update: ['TableName', 'Key', 'UpdateExpression', 'ConditionExpression', ...placeholders()],
  Get: ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames'],
};

const REQUIRED: Partial<Record<WriteKind | 'Get', string>> = {
  ConditionCheck: 'ConditionExpression',
  Update: 'UpdateExpression',
};

/** The parameters of TransactWriteItems (API_TransactWriteItems), in dynalite's notation. */
export function writeTypes(engine: Engine): Validation['types'] {
  const kinds = Object.entries(WRITES).map(([kind, operation]) => {
    const fields = { ...fieldTypes(engine, kind as WriteKind, operation), ...RETURN_VALUES_ON_FAILURE };
    return [kind, { type: `FieldStruct<${kind}>`, children: fields }];
  });
  return {
    TransactItems: actionList('TransactWriteItem', Object.fromEntries(kinds)),
    ClientRequestToken: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
    ...pick(engine.dynalite.validation('PutItem').types, ['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics']),
  };
}

/** The parameters of TransactGetItems (API_TransactGetItems), in dynalite's notation. */
export function readTypes(engine: Engine): Validation['types'] {
  const get = { type: 'FieldStruct<Get>', notNull: true, children: fieldTypes(engine, 'Get', 'GetItem') };
  return {
    TransactItems: actionList('TransactGetItem', { Get: get }),
    ...pick(engine.dynalite.validation('GetItem').types, ['ReturnConsumedCapacity']),
  };
}

function actionList(type: string, children: Fields) {
  return {
    type: 'List',
    notNull: true,
    lengthGreaterThanOrEqual: 1,
    lengthLessThanOrEqual: MAX_ACTIONS,
    children: { type: `ValueStruct<${type}>`, notNull: true, children },
  };
}

function fieldTypes({ dynalite }: Engine, kind: WriteKind | 'Get', operation: string): Fields {
  const types = pick(dynalite.validation(operation).types, PARAMETERS[kind]);
  const required = REQUIRED[kind];
  if (required) types[required] = { ...(types[required] as Fields), notNull: true };
  return types;
}

function placeholders(): string[] {
  return ['ExpressionAttributeNames', 'ExpressionAttributeValues'];
}

function pick(types: Fields, names: string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, types[name]]));
}
