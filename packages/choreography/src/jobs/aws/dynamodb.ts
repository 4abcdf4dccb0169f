import { randomUUID } from 'node:crypto';
import type {
  BatchGetCommandInput,
  BatchGetCommandOutput,
  BatchWriteCommandInput,
  BatchWriteCommandOutput,
  DeleteCommandInput,
  DeleteCommandOutput,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  PutCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  TransactWriteCommandInput,
  TransactWriteCommandOutput,
  UpdateCommandInput,
  UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { fromItems, toItems } from './items.ts';
import { type AskedBy, isError, jsonService } from './json-service.ts';

/** What is asked of DynamoDB, and answered, by action: as in the SDK's document client. */
interface Actions {
  readonly BatchGetItem: [BatchGetCommandInput, BatchGetCommandOutput];
  readonly BatchWriteItem: [BatchWriteCommandInput, BatchWriteCommandOutput];
  readonly DeleteItem: [DeleteCommandInput, DeleteCommandOutput];
  readonly GetItem: [GetCommandInput, GetCommandOutput];
  readonly PutItem: [PutCommandInput, PutCommandOutput];
  readonly Query: [QueryCommandInput, QueryCommandOutput];
  readonly Scan: [ScanCommandInput, ScanCommandOutput];
  readonly TransactWriteItems: [TransactWriteCommandInput, TransactWriteCommandOutput];
  readonly UpdateItem: [UpdateCommandInput, UpdateCommandOutput];
}

const service = jsonService<Actions>(
  { title: 'DynamoDB', service: 'dynamodb', target: 'DynamoDB_20120810', version: '1.0', attempts: 5 },
  { toWire: toItems, fromWire: fromItems },
);

/**
 * The DynamoDB of all jobs in a function. Values go in and out as plain JavaScript. An attempt at a transaction that is repeated, since
 * its answer was lost, is done once (API reference: TransactWriteItems, `ClientRequestToken`).
 */
export const dynamodb: AskedBy<Actions> = {
  send: (action, input) =>
    service.send(action, action === 'TransactWriteItems' ? { ClientRequestToken: randomUUID(), ...input } : input),
};

/** The answers of a query, page by page. */
export async function* queryPages(input: QueryCommandInput): AsyncGenerator<Omit<QueryCommandOutput, '$metadata'>> {
  let start = input.ExclusiveStartKey;
  do {
    const page = await dynamodb.send('Query', { ...input, ...(start && { ExclusiveStartKey: start }) });
    yield page;
    start = page.LastEvaluatedKey;
  } while (start);
}

/** Whether a conditional write was taken: false when its condition did not hold. */
export async function taken(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isError(error, 'ConditionalCheckFailedException')) return false;
    throw error;
  }
}
