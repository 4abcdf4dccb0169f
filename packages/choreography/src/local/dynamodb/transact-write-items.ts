import { rememberRequests } from './client-request-tokens.ts';
import type { DynamoDbError, Fields, Item } from './dynalite.ts';
import { dynamoDbError, errorName, isDynamoDbError, validationError } from './dynamodb-error.ts';
import { consumedCapacity } from './items/capacity.ts';
import { valid } from './items/item-operations.ts';
import { readWrite } from './items/request.ts';
import { schemaOf } from './items/table-schema.ts';
import { checkWrite, commit, prepareWrite, type WriteKind, type WriteRequest } from './items/write-item.ts';
import { type Engine, type Operation, readTable } from './operation.ts';
import { refuseRepeatedItems } from './transact-get-items.ts';
import { totalCapacity } from './transaction-capacity.ts';
import { writeTypes } from './transaction-shapes.ts';
import { itemSize } from './values/size.ts';

/** The most that the items, keys and values of one request may add up to (API_TransactWriteItems: 4 MB). */
const MAX_BYTES = 4 * 1024 * 1024;

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
    run(data, { TransactItems: request }) {
      const token = data.ClientRequestToken as string | undefined;
      const writes = writesOf(engine, data);
      // A repeated request is answered as done. On AWS it also reports what reading the items would have consumed.
      if (token !== undefined && requests.isDone(token, request)) return {};
      const capacities = writeAll(engine, writes, data.ReturnConsumedCapacity);
      if (token !== undefined) requests.done(token, request);
      return totalCapacity(capacities, 'WriteCapacityUnits');
    },
  };
}

function writeAll(engine: Engine, writes: WriteRequest[], returnConsumedCapacity: unknown): Fields[] {
  for (const { data } of writes) readTable(engine, data.TableName as string);
  refuseUnfitKeys(engine, writes);
  refuseRepeatedItems(
    engine,
    writes.map(({ data }) => data),
  );
  // No two of them are on one item, so each is judged by the present items.
  const outcomes = writes.map((write) => {
    try {
      return prepareWrite(write, readTable(engine, write.data.TableName as string), engine, 2);
    } catch (error) {
      if (isDynamoDbError(error)) return error;
      throw error;
    }
  });
  const failures = outcomes.map((outcome) => (outcome instanceof Error ? outcome : undefined));
  if (failures.some(Boolean)) throw cancelled(failures);
  return outcomes.flatMap((outcome): Fields[] => {
    if (outcome instanceof Error) return [];
    commit(engine, outcome, 2);
    const consumed = consumedCapacity(returnConsumedCapacity, outcome.schema, outcome.capacity);
    return consumed ? [consumed] : [];
  });
}

/** The writes of a request, checked by the rules that need no table. */
function writesOf({ dynalite }: Engine, data: Fields): WriteRequest[] {
  let bytes = 0;
  const writes = (data.TransactItems as Fields[]).map((item) => {
    const [kind, ...others] = Object.keys(item) as WriteKind[];
    if (others.length > 0) throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
    if (!kind)
      throw validationError('Invalid Request: TransactWriteRequest should contain Delete or Put or Update request');
    const write = item[kind] as Fields;
    const request = valid(readWrite(dynalite, kind, write));
    for (const name of ['Item', 'Key', 'ExpressionAttributeValues']) {
      if (write[name]) bytes += itemSize(write[name] as Item);
    }
    return request;
  });
  if (bytes > MAX_BYTES) throw validationError('Transaction payload size cannot exceed 4194304 bytes');
  return writes;
}

/** Only the first action that does not fit its table is reported, and no condition is looked at. */
function refuseUnfitKeys(engine: Engine, writes: WriteRequest[]): void {
  for (const [index, write] of writes.entries()) {
    try {
      checkWrite(write, schemaOf(readTable(engine, write.data.TableName as string)));
    } catch (error) {
      if (isDynamoDbError(error)) throw cancelled(writes.map((_, other) => (other === index ? error : undefined)));
      throw error;
    }
  }
}

function cancelled(failures: (DynamoDbError | undefined)[]): DynamoDbError {
  const reasons = failures.map(reasonOf);
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const fields = { Message: message, message: undefined, CancellationReasons: reasons };
  return dynamoDbError('TransactionCanceledException', message, fields);
}

/** By the name that the error has where it is not part of a transaction (API_TransactWriteItems: cancellation reason codes). */
const REASONS: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ThrottlingException: 'ThrottlingError',
};

function reasonOf(error: DynamoDbError | undefined): CancellationReason {
  if (!error) return { Code: 'None' };
  const Code = REASONS[errorName(error)] ?? 'ValidationError';
  return { Code, Message: error.message, Item: error.body.Item };
}
