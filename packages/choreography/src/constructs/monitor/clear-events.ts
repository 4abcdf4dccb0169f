import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { core, dynamodb } from '#constructs/lazy-cdk.ts';
import { EXPIRES_AT } from '#contracts/retention.ts';

/**
 * The table of events unmasked, apart from the monitor's own: none of its other jobs may read it. It is a copy, of which no backup
 * outlives what `forget` removes, and goes with its stack.
 */
export function clearEvents(scope: Construct, bus: string) {
  const { STRING } = dynamodb.AttributeType;
  const table = new dynamodb.Table(scope, 'ClearEvents', {
    tableName: `${bus}_monitor_clear`,
    partitionKey: { name: 'pk', type: STRING },
    sortKey: { name: 'sk', type: STRING },
    timeToLiveAttribute: EXPIRES_AT,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.AWS_MANAGED,
    removalPolicy: core.RemovalPolicy.DESTROY,
  });
  acknowledge(table, {
    'AwsSolutions-DDB3': 'It is a copy of events that the archive has: a backup would outlive what is to be forgotten.',
  });
  return table;
}
