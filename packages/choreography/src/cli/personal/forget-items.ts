import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type ForgottenParty, forgetIn, mentions } from '#personal/forget-in.ts';

export interface ForgottenItems {
  removed: number;
  masked: number;
  /** Items that were changed by others at the same time: they are unchanged. */
  contended: number;
  /** Items that tell of them beside their keys, in attributes that no contract marks. */
  told: number;
}

/** Forgets a person in a table: reads all of it, removes the events that jobs said about them, and masks other mentions. */
export async function forgetItems(
  client: DynamoDBClient,
  table: { readonly name: string; readonly keys: readonly string[] },
  {
    party,
    fields,
    dryRun,
  }: { readonly party: ForgottenParty; readonly fields: readonly string[]; readonly dryRun: boolean },
): Promise<ForgottenItems> {
  const documents = DynamoDBDocumentClient.from(client);
  const TableName = table.name;
  const done = { removed: 0, masked: 0, contended: 0, told: 0 };
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName, ConsistentRead: true })) {
    for (const item of Items) {
      const forgotten = forgetIn(item, party, fields, table.keys);
      if (forgotten.is === 'kept') {
        if (mentions(others(item, table.keys), party.id)) done.told++;
        continue;
      }
      const Key = Object.fromEntries(table.keys.map((key) => [key, item[key]]));
      try {
        if (dryRun) done[forgotten.is]++;
        else if (forgotten.is === 'removed') {
          await documents.send(new DeleteCommand({ TableName, Key }));
          done.removed++;
        } else {
          await documents.send(new UpdateCommand({ TableName, Key, ...change(item, forgotten.changed) }));
          done.masked++;
        }
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        done.contended++;
      }
    }
  }
  return done;
}

/** The keys of the instances that a monitor's table knows as somebody's, by the headers of instances in it. */
export async function instancesIn(client: DynamoDBClient, TableName: string, party: string): Promise<string[]> {
  const keys: string[] = [];
  const pages = paginateScan(
    { client: DynamoDBDocumentClient.from(client) },
    {
      ...{ TableName, ConsistentRead: true, FilterExpression: '#party.#id = :party' },
      ...{
        ExpressionAttributeNames: { '#party': 'party', '#id': 'id' },
        ExpressionAttributeValues: { ':party': party },
      },
    },
  );
  for await (const { Items = [] } of pages)
    for (const { pk } of Items) keys.push(String(pk).slice(String(pk).indexOf('#') + 1));
  return keys;
}

const others = (item: Readonly<Record<string, unknown>>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !keys.includes(name)));

/** Sets some attributes, if they have not changed since they were read. */
function change(before: Readonly<Record<string, unknown>>, changed: Readonly<Record<string, unknown>>) {
  const names = Object.keys(changed);
  const each = (text: (i: number) => string, between: string) => names.map((_, i) => text(i)).join(between);
  return {
    UpdateExpression: `SET ${each((i) => `#${i} = :new${i}`, ', ')}`,
    ConditionExpression: each((i) => `#${i} = :old${i}`, ' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#${i}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      names.flatMap((name, i) => [
        [`:new${i}`, changed[name]],
        [`:old${i}`, before[name]],
      ]),
    ),
  };
}
