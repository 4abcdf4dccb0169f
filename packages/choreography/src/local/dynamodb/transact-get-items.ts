import type { Fields } from './dynalite.ts';
import type { Engine, Operation } from './operation.ts';
import { runAction } from './single-item-operations.ts';
import { totalCapacity } from './transaction-capacity.ts';
import { readTypes } from './transaction-shapes.ts';

/** TransactGetItems (API_TransactGetItems): up to 100 items as they were at one moment, in the order of the request. */
export function transactGetItems(engine: Engine): Operation {
  const { dynalite, store } = engine;
  const getsOf = (data: Fields) => (data.TransactItems as { Get: Fields }[]).map(({ Get }) => Get);
  return {
    types: readTypes(engine),
    custom: (data) =>
      getsOf(data)
        .map((get) => dynalite.validation('GetItem').custom?.(get, store))
        .find(Boolean),
    run(data) {
      // ConsistentRead, so that each read is counted as the two units that a transaction's read takes.
      const shared = { ReturnConsumedCapacity: data.ReturnConsumedCapacity, ConsistentRead: true };
      const results = getsOf(data).map((get) => runAction(engine, dynalite.action('GetItem'), { ...get, ...shared }));
      const capacities = results.flatMap(({ ConsumedCapacity }) =>
        ConsumedCapacity ? [ConsumedCapacity as Fields] : [],
      );
      return { Responses: results.map(({ Item }) => ({ Item })), ...totalCapacity(capacities, 'ReadCapacityUnits') };
    },
  };
}
