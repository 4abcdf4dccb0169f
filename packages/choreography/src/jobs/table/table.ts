import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';

/** An item of a participant's table, as plain JavaScript: `pk` is its key. */
export type Item = Record<string, unknown> & { pk: string };

/** The participant's own table, as a decision sees it: consistent reads only. */
export interface TableReader {
  get(pk: string): Promise<Item | undefined>;
  /** The items that exist among the keys, by key. At most 100 keys (BatchGetItem). */
  getAll(pks: readonly string[]): Promise<ReadonlyMap<string, Item>>;
}

/** Reads the table in `TABLE_NAME`; throttled keys of a batch are read again within the remaining time. */
export function tableReader(remaining: RemainingTime): TableReader {
  const TableName = environment('TABLE_NAME');
  return {
    async get(pk) {
      const { Item } = await dynamodb.send('GetItem', { TableName, Key: { pk }, ConsistentRead: true });
      return Item as Item | undefined;
    },
    async getAll(pks) {
      const found = new Map<string, Item>();
      let Keys: Record<string, unknown>[] = pks.map((pk) => ({ pk }));
      for (let attempt = 1; Keys.length > 0; attempt++) {
        const answer = await dynamodb.send('BatchGetItem', {
          RequestItems: { [TableName]: { Keys, ConsistentRead: true } },
        });
        for (const item of (answer.Responses?.[TableName] ?? []) as Item[]) found.set(item.pk, item);
        Keys = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
        if (Keys.length > 0 && !(await backOff(attempt, remaining))) {
          throw new Error(`DynamoDB throttled the reading of ${Keys.length} items of ${TableName}.`);
        }
      }
      return found;
    },
  };
}
