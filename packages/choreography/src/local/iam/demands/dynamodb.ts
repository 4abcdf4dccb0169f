import { arn } from '#local/runtime/account.ts';
import { type Demand, type Demands, jsonBody, targetAction } from './demand.ts';

type Item = Record<string, Record<string, unknown>>;
interface Part {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly IndexName?: string;
}
type Transacted = Readonly<Record<string, Part>>;

/**
 * What calls to DynamoDB ask leave for (developer guide: "Using IAM policy conditions for fine-grained access control",
 * "Using IAM with transactions"): each part of a transaction for itself, with the partition keys that it touches.
 *
 * @param partitionKey the name of a table's partition key, undefined when there is no such table
 */
export const dynamodbDemands =
  (partitionKey: (table: string) => string | undefined): Demands =>
  (request) => {
    const action = targetAction(request);
    const input = jsonBody(request);
    const demand = (name: string, of: Part, touched: readonly Item[], more: Demand['context'] = {}): Demand => {
      const table = of.TableName ?? '';
      const leading = leadingKeys(touched, partitionKey(tableName(table)));
      return {
        action: `dynamodb:${name}`,
        resource: `${tableArn(table)}${of.IndexName ? `/index/${of.IndexName}` : ''}`,
        context: { ...(leading.length > 0 && { 'dynamodb:leadingkeys': leading }), ...more },
      };
    };
    if (action === 'TransactWriteItems' || action === 'TransactGetItems') {
      const enclosing = { 'dynamodb:enclosingoperation': [action] };
      return ((input.TransactItems ?? []) as readonly Transacted[]).flatMap((item) =>
        Object.entries(item).map(([kind, each]) =>
          demand(TRANSACTED[kind] ?? kind, each, [each.Key ?? each.Item ?? {}], enclosing),
        ),
      );
    }
    if (action === 'BatchGetItem' || action === 'BatchWriteItem')
      return Object.entries((input.RequestItems ?? {}) as Record<string, unknown>).map(([table, requests]) =>
        demand(action, { TableName: table }, batchKeys(requests)),
      );
    const stream = streamIn(input);
    if (stream !== undefined) return [{ action: `dynamodb:${action}`, resource: stream }];
    const part = input as Part;
    if (part.TableName === undefined) return [{ action: `dynamodb:${action}`, resource: '*' }];
    const keys =
      action === 'Query' ? queried(input, partitionKey(tableName(part.TableName))) : [part.Key ?? part.Item ?? {}];
    return [demand(action, part, keys)];
  };

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  ConditionCheck: 'ConditionCheckItem',
};

function batchKeys(requests: unknown): Item[] {
  if (!Array.isArray(requests)) return (requests as { Keys?: Item[] }).Keys ?? [];
  return requests.map(
    ({ PutRequest, DeleteRequest }: { PutRequest?: { Item?: Item }; DeleteRequest?: { Key?: Item } }) =>
      PutRequest?.Item ?? DeleteRequest?.Key ?? {},
  );
}

/** The partition key that a Query asks for: `name = :value` in its key condition. */
function queried(input: Record<string, unknown>, partitionKey: string | undefined): Item[] {
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Item;
  for (const [, name = '', value = ''] of String(input.KeyConditionExpression ?? '').matchAll(
    /([#\w.-]+)\s*=\s*(:\w+)/g,
  )) {
    if ((names[name] ?? name) === partitionKey && values[value]) return [{ [partitionKey]: values[value] }];
  }
  return [];
}

function leadingKeys(keys: readonly Item[], partitionKey: string | undefined): string[] {
  if (partitionKey === undefined) return [];
  return [...new Set(keys.flatMap((key) => Object.values(key[partitionKey] ?? {}).map(String)))];
}

const tableArn = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : arn('dynamodb', `table/${nameOrArn}`);
const tableName = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** The stream that a call reads: by its ARN, or by an iterator that this runtime made. */
function streamIn({ StreamArn, ShardIterator }: Record<string, unknown>): string | undefined {
  if (typeof StreamArn === 'string') return StreamArn;
  if (typeof ShardIterator !== 'string') return undefined;
  try {
    return String(JSON.parse(Buffer.from(ShardIterator, 'base64url').toString()).arn);
  } catch {
    return undefined;
  }
}
