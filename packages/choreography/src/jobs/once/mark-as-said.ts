import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import { inboxKey } from './inbox.ts';

/**
 * Notes that what a job said for its key was taken, so that it need not be kept. Without the mark the same is said once more, under the
 * same ids: it is no reason to fail.
 */
export async function markAsSaid(job: string, key: string): Promise<void> {
  const mark = {
    TableName: environment('TABLE_NAME'),
    Key: { pk: inboxKey(job, key) },
    UpdateExpression: 'SET saidAt = :now REMOVE outcome',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':now': new Date().toISOString() },
  };
  await dynamodb.send('UpdateItem', mark).catch(() => undefined);
}
