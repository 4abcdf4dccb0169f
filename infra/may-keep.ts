import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { iam } from './cdk.ts';

/** DynamoDB's actions on items. A transaction needs those of its parts (developer guide: "Using IAM with transactions"). */
export type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/** What every job that acts once does with its own inbox. An effect is claimed, and recorded or released, beside that. */
export function inboxUse(table: Table, job: string, performsEffect: boolean): PolicyStatement {
  return itemUse(table, `inbox#${job}#*`, [
    'GetItem',
    'PutItem',
    ...(performsEffect ? (['UpdateItem', 'DeleteItem'] as const) : []),
  ]);
}

/** What a job does with its participant's other items: actions by partition key. */
export function tableUse(table: Table, items: Readonly<Record<string, readonly ItemAction[]>>): PolicyStatement[] {
  return Object.entries(items).map(([key, actions]) => itemUse(table, key, actions));
}

function itemUse(table: Table, key: string, actions: readonly ItemAction[]): PolicyStatement {
  return new iam.PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
    ...(key === '*' ? {} : { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [key] } } }),
  });
}
