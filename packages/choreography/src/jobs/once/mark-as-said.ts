import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import { inboxKey } from './inbox.ts';

/**
 * Takes out of a job's item what it said for its key, since that was taken. If it stays there the same is said once more, under the
 * same ids: it is no reason to fail.
 */
export async function markAsSaid(job: string, key: string): Promise<void> {
  const mark = {
    TableName: environment('TABLE_NAME'),
    Key: { pk: inboxKey(job, key) },
    UpdateExpression: 'REMOVE outcome',
    ConditionExpression: 'attribute_exists(outcome)',
  };
  await dynamodb.send('UpdateItem', mark).catch(() => undefined);
}
