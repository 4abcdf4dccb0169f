import type { Fields, Item } from './dynalite.ts';
import { validationError } from './dynamodb-error.ts';
import { checkKey } from './items/check-keys.ts';
import { GET_PARAMETERS, readOne, valid } from './items/item-operations.ts';
import { keyOfItem } from './items/keys.ts';
import { parseReadRequest } from './items/request.ts';
import { schemaOf } from './items/table-schema.ts';
import { type Engine, type Operation, readTable } from './operation.ts';
import { totalCapacity } from './transaction-capacity.ts';
import { readTypes } from './transaction-shapes.ts';

/** TransactGetItems (API_TransactGetItems): up to 100 items read at one moment, in the order of the request. */
export function transactGetItems(engine: Engine): Operation {
  return {
    types: readTypes(engine),
    run(data) {
      // ConsistentRead, so that each read is counted as the two units that a transaction's read takes.
      const shared = { ReturnConsumedCapacity: data.ReturnConsumedCapacity, ConsistentRead: true };
      const requests = (data.TransactItems as { Get: Fields }[]).map(({ Get }) =>
        valid(parseReadRequest(engine.dynalite, { ...Get, ...shared }, GET_PARAMETERS)),
      );
      refuseRepeatedItems(
        engine,
        requests.map((each) => each.data),
      );
      const results = requests.map((request) => readOne(engine, request, 2));
      const capacities = results.flatMap(({ ConsumedCapacity }) =>
        ConsumedCapacity ? [ConsumedCapacity as Fields] : [],
      );
      return {
        Responses: results.map((result) => ({ Item: result.Item })),
        ...totalCapacity(capacities, 'ReadCapacityUnits'),
      };
    },
  };
}

/** @throws DynamoDbError ValidationException, if two actions of a transaction are on one item */
export function refuseRepeatedItems(engine: Engine, actions: readonly Fields[]): void {
  const items = actions.map((data) => {
    const schema = schemaOf(readTable(engine, data.TableName as string));
    const key = (data.Item ?? data.Key) as Item;
    if (!data.Item) checkKey(key, schema);
    return `${schema.name}/${keyOfItem(key, schema)}`;
  });
  if (new Set(items).size < items.length)
    throw validationError('Transaction request cannot include multiple operations on one item');
}
