import type { Action, DynamoDbError, Fields, Item, Table } from './dynalite.ts';
import { nameOf } from './dynamodb-error.ts';
import type { Engine, Operation } from './operation.ts';

/** The parameter by which a caller asks for the item that failed a condition (API_PutItem and the others). */
export const RETURN_VALUES_ON_FAILURE = {
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
};

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

/** PutItem, UpdateItem or DeleteItem: dynalite's, with `ReturnValuesOnConditionCheckFailure` added. */
export function writeOperation(engine: Engine, name: string): Operation {
  const { types, custom } = engine.dynalite.validation(name);
  const action = engine.dynalite.action(name);
  return { types: { ...types, ...RETURN_VALUES_ON_FAILURE }, custom, run: (data) => runAction(engine, action, data) };
}

/**
 * Runs an action on a single item, to its end: see `createMemoryStore`.
 *
 * @throws DynamoDbError what the action answered; a failed condition has the `Item` it failed on if `data` asks for it
 */
export function runAction({ dynalite, store }: Engine, action: Action, data: Fields): Fields {
  let answer: { error: DynamoDbError | null | undefined; result: Fields } | undefined;
  action(store, data, (error, result) => {
    answer = { error, result: result ?? {} };
  });
  if (!answer)
    throw new Error(
      'dynalite left an action on a single item unfinished. Is its version the one that package.json pins?',
    );
  const { error, result } = answer;
  if (!error) return result;
  if (nameOf(error) === 'ConditionalCheckFailedException' && data.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') {
    const item = readItem({ dynalite, store }, data);
    if (item) error.body.Item = item;
  }
  throw error;
}

/** The item that an operation's `Item` or `Key` is the key of. */
export function readItem({ dynalite, store }: Engine, data: Fields): Item | undefined {
  const table = readTable({ dynalite, store }, data.TableName as string);
  let found: Item | undefined;
  const key = dynalite.rules.createKey((data.Item ?? data.Key) as Item, table);
  store.getItemDb(table.TableName).get(key, (_, item) => {
    found = item;
  });
  return found;
}

/** @throws DynamoDbError ResourceNotFoundException */
export function readTable({ store }: Engine, name: string): Table {
  let found: Table | undefined;
  store.getTable(name, (error, table) => {
    if (error) throw error;
    found = table;
  });
  return found as Table;
}

/** The key of an item, its attributes in the order of the table's key schema. */
export function keyOf(item: Item, table: Table): Fields {
  const names = (table.KeySchema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
