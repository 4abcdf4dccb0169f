import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { AT_ONCE, eachBatchAtOnce } from './at-once.ts';

interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** BatchGetItem takes a hundred keys at most (DynamoDB API reference). */
const MAX_KEYS = 100;

/**
 * The items of some keys, in the order of the keys; those that are not there are left out. Throttled keys are read again
 * within the remaining time.
 */
export async function readItems(
  keys: readonly Key[],
  remaining: RemainingTime,
  { isConsistent = false } = {},
): Promise<Record<string, unknown>[]> {
  const TableName = environment('TABLE_NAME');
  const found = new Map<string, Record<string, unknown>>();
  await eachBatchAtOnce(keys, MAX_KEYS, AT_ONCE, async (batch) => {
    let Keys: Record<string, unknown>[] = batch.map((key) => ({ ...key }));
    for (let attempt = 1; Keys.length > 0; attempt++) {
      const { Responses, UnprocessedKeys } = await dynamodb.send('BatchGetItem', {
        RequestItems: { [TableName]: { Keys, ConsistentRead: isConsistent } },
      });
      for (const item of (Responses?.[TableName] ?? []) as (Key & Record<string, unknown>)[])
        found.set(keyText(item), item);
      Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
      if (Keys.length > 0 && !(await backOff(attempt, remaining)))
        throw new Error(`DynamoDB throttled the reading of ${Keys.length} items of ${TableName}.`);
    }
  });
  return keys.flatMap((key) => {
    const item = found.get(keyText(key));
    return item ? [item] : [];
  });
}

/** A key as one text, to compare keys by. */
export const keyText = ({ pk, sk }: Key): string => `${pk} ${sk}`;
