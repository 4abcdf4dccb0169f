import type { OnOperation } from '#local/runtime/metering/operation.ts';
import type { Dynalite, Fields, Table, Validation } from './dynalite.ts';
import { serializationError } from './dynamodb-error.ts';
import type { ItemStore } from './items/item-store.ts';
import type { Store } from './memory-store.ts';

/** One operation of the API: what its parameters must be, and what it does with them. */
export interface Operation extends Validation {
  /**
   * Answers valid parameters.
   *
   * @param data the parameters with the types checked
   * @param request the parameters as sent
   * @throws DynamoDbError
   */
  run(data: Fields, request: Fields): Fields | Promise<Fields>;
}

/** What operations are made from. */
export interface Engine {
  dynalite: Dynalite;
  /** The tables and their tags. */
  store: Store;
  items: ItemStore;
  /** Is told what requests use. */
  count: OnOperation;
  /** Is asked before a write of what it takes, and throws what refuses it. */
  admit?: OnOperation | undefined;
}

/** The description of a table. @throws DynamoDbError ResourceNotFoundException */
export function readTable({ store }: Pick<Engine, 'store'>, name: string): Table {
  let found: Table | undefined;
  store.getTable(name, (error, table) => {
    if (error) throw error;
    found = table;
  });
  return found as Table;
}

/** Checks the parameters of a call as the API does and runs it. @throws DynamoDbError */
export async function call(engine: Engine, operation: Operation, request: Fields): Promise<Fields> {
  return operation.run(checked(engine, operation, request), request);
}

function checked({ dynalite, store }: Engine, operation: Operation, request: Fields): Fields {
  try {
    const data = dynalite.checkTypes(request, operation.types);
    dynalite.checkValidations(data, operation.types, operation.custom, store);
    return data;
  } catch (error) {
    // dynalite's checks stumble over a null where a value belongs.
    if (error instanceof TypeError) throw serializationError();
    throw error;
  }
}

/** An operation as dynalite answers it. */
export function dynaliteOperation({ dynalite, store }: Engine, name: string): Operation {
  const { types, custom } = dynalite.validation(name);
  const action = dynalite.action(name);
  const run = (data: Fields) =>
    new Promise<Fields>((resolve, reject) => {
      action(store, data, (error, result) => (error ? reject(error) : resolve(result || {})));
    });
  return { types, custom, run };
}
