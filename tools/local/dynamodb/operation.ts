import type { Dynalite, Fields, Validation } from './dynalite.ts';
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

/** Checks the parameters of a call as the API does and runs it. */
export async function call({ dynalite, store }: Engine, operation: Operation, request: Fields): Promise<Fields> {
  const data = dynalite.checkTypes(request, operation.types);
  dynalite.checkValidations(data, operation.types, operation.custom, store);
  return operation.run(data, request);
}
