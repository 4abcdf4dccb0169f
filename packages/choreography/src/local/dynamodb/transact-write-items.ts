import { bufferWrites } from './buffered-store.ts';
import { rememberRequests } from './client-request-tokens.ts';
import type { DynamoDbError, Fields, Item } from './dynalite.ts';
import { dynamoDbError, isDynamoDbError, nameOf } from './dynamodb-error.ts';
import type { Engine, Operation } from './operation.ts';
import { keyOf, readItem, readTable, runAction } from './single-item-operations.ts';
import { totalCapacity } from './transaction-capacity.ts';
import { WRITES, type WriteKind, writeTypes } from './transaction-shapes.ts';

/** The most that the items, keys and values of one request may add up to (API_TransactWriteItems: 4 MB). */
const MOST_BYTES = 4 * 1024 * 1024;

interface Write {
  kind: WriteKind;
  data: Fields;
}
interface CancellationReason {
  Code: string;
  Message?: string | undefined;
  Item?: unknown;
}

/**
 * TransactWriteItems as API_TransactWriteItems and "Amazon DynamoDB transactions: how it works" describe it: all writes
 * or none, each item at most once, and reasons in the order of the actions. What is wrong with a request itself is a
 * ValidationException; keys that do not fit a table, failed conditions and updates that cannot be applied cancel it.
 * It runs in one turn of the event loop, so it is isolated from every other write and read.
 */
export function transactWriteItems(engine: Engine, now: () => number): Operation {
  const requests = rememberRequests(now);
  return {
    types: writeTypes(engine),
    custom: (data) => whatIsWrong(engine, data),
    run(data, { TransactItems: request }) {
      const token = data.ClientRequestToken as string | undefined;
      // A repeated request is answered as done. On AWS it also reports what reading the items would have consumed.
      if (token !== undefined && requests.isDone(token, request)) return {};
      const capacities = writeAll(engine, writesOf(data), data.ReturnConsumedCapacity);
      if (token !== undefined) requests.done(token, request);
      return totalCapacity(capacities, 'WriteCapacityUnits');
    },
  };
}

function writeAll(engine: Engine, writes: Write[], returnConsumedCapacity: unknown): Fields[] {
  for (const { data } of writes) readTable(engine, data.TableName as string);
  refuseUnfitKeys(engine, writes);
  refuseRepeatedItems(engine, writes);
  const { view, commit } = bufferWrites(engine.store);
  const capacities: Fields[] = [];
  const failures = writes.map(({ kind, data }) => {
    try {
      const action = kind === 'ConditionCheck' ? checkCondition(engine) : engine.dynalite.action(WRITES[kind]);
      const parameters = { ...data, ReturnConsumedCapacity: returnConsumedCapacity };
      const { ConsumedCapacity } = runAction({ dynalite: engine.dynalite, store: view }, action, parameters);
      if (ConsumedCapacity) capacities.push(ConsumedCapacity as Fields);
      return undefined;
    } catch (error) {
      if (isDynamoDbError(error)) return error;
      throw error;
    }
  });
  if (failures.some(Boolean)) throw cancelled(failures);
  commit();
  return capacities;
}

/** As an action of dynalite: succeeds if the condition holds, and changes nothing. */
function checkCondition(engine: Engine) {
  return (_: unknown, data: Fields, callback: (error: DynamoDbError | null | undefined, result?: Fields) => void) => {
    const item = readItem(engine, data);
    const error = engine.dynalite.rules.checkConditional(data, item);
    callback(error, { ConsumedCapacity: engine.dynalite.rules.addConsumedCapacity(data, false, item) });
  };
}

/** The rules that need no table. They also parse the expressions into the data of each write. */
function whatIsWrong({ dynalite, store }: Engine, data: Fields): string | undefined {
  let bytes = 0;
  for (const item of data.TransactItems as Fields[]) {
    const kinds = Object.keys(item) as WriteKind[];
    if (kinds.length > 1) return 'TransactItems can only contain one of Check, Put, Update or Delete';
    const [kind] = kinds;
    if (!kind) return 'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request';
    const write = item[kind] as Fields;
    const wrong = dynalite.validation(WRITES[kind]).custom?.(write, store);
    if (wrong) return wrong;
    for (const name of ['Item', 'Key', 'ExpressionAttributeValues']) {
      if (write[name]) bytes += dynalite.rules.itemSize(write[name] as Item);
    }
  }
  return bytes > MOST_BYTES ? 'Transaction payload size cannot exceed 4194304 bytes' : undefined;
}

/** Only the first key that does not fit its table is reported, and no condition is looked at. */
function refuseUnfitKeys(engine: Engine, writes: Write[]): void {
  const { validateItem, validateKey } = engine.dynalite.rules;
  for (const [index, { data }] of writes.entries()) {
    const table = readTable(engine, data.TableName as string);
    const error = data.Item ? validateItem(data.Item as Item, table) : validateKey(data.Key as Item, table);
    if (error) throw cancelled(writes.map((_, other) => (other === index ? error : undefined)));
  }
}

function refuseRepeatedItems(engine: Engine, writes: Write[]): void {
  const items = writes.map(({ data }) => {
    const table = readTable(engine, data.TableName as string);
    return `${table.TableName}/${JSON.stringify(keyOf((data.Item ?? data.Key) as Item, table))}`;
  });
  if (new Set(items).size === items.length) return;
  throw engine.dynalite.rules.validationError('Transaction request cannot include multiple operations on one item');
}

function cancelled(failures: (DynamoDbError | undefined)[]): DynamoDbError {
  const reasons = failures.map(reasonOf);
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const fields = { Message: message, message: undefined, CancellationReasons: reasons };
  return dynamoDbError('TransactionCanceledException', message, fields);
}

function reasonOf(error: DynamoDbError | undefined): CancellationReason {
  if (!error) return { Code: 'None' };
  const failed = nameOf(error) === 'ConditionalCheckFailedException';
  return { Code: failed ? 'ConditionalCheckFailed' : 'ValidationError', Message: error.message, Item: error.body.Item };
}

function writesOf(data: Fields): Write[] {
  return (data.TransactItems as Fields[]).flatMap((item) =>
    Object.entries(item).map(([kind, write]) => ({ kind: kind as WriteKind, data: write as Fields })),
  );
}
