import type { DynamoDbError, Fields, Item } from './dynalite.ts';

/** An error of the DynamoDB API by its name, with `fields` beside its message in the answer. Status 400. */
export function dynamoDbError(name: string, message: string, fields: Fields = {}): DynamoDbError {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...fields };
  return Object.assign(new Error(message), { name, statusCode: 400, body });
}

/** What is wrong with a request, in the words of the API. */
export function validationError(message: string): DynamoDbError {
  const body = { __type: 'com.amazon.coral.validate#ValidationException', message };
  return Object.assign(new Error(message), { name: 'ValidationException', statusCode: 400, body });
}

/** @param item the item that failed the condition, if the caller asked for it */
export function conditionalCheckFailed(item: Item | undefined): DynamoDbError {
  return dynamoDbError('ConditionalCheckFailedException', 'The conditional request failed', item ? { Item: item } : {});
}

/** The error for a request that is not what the protocol says: no JSON, or null where a value belongs. */
export function serializationError(): DynamoDbError {
  const body = { __type: 'com.amazon.coral.service#SerializationException' };
  return Object.assign(new Error('SerializationException'), { statusCode: 400, body });
}

/** Whether `error` is an answer to the caller, rather than a mistake of ours or of the library. */
export function isDynamoDbError(error: unknown): error is DynamoDbError {
  return error instanceof Error && 'statusCode' in error && 'body' in error;
}

/** The name of an error as an SDK has it: `ValidationException`, `ConditionalCheckFailedException`, … . */
export function errorName(error: DynamoDbError): string {
  return error.body.__type.slice(error.body.__type.indexOf('#') + 1);
}
