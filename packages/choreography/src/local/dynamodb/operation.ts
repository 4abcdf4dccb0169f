import type { Dynalite, Fields, Validation } from './dynalite.ts';
import { serializationError } from './dynamodb-error.ts';
import type { Store } from './memory-store.ts';

/** One operation of the API: what its parameters must be, and what it does with them. */
export interface Operation extends Validation {
  /**
   * Answers valid parameters.
   *
   * @param data the parameters with the types checked and the expressions parsed
   * @param request the parameters as they were sent
   * @throws DynamoDbError
   */
  run(data: Fields, request: Fields): Fields | Promise<Fields>;
}

/** What operations are made from. */
export interface Engine {
  dynalite: Dynalite;
  store: Store;
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
