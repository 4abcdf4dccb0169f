import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { iam } from '#constructs/lazy-cdk.ts';
import { OUTCOME } from '#contracts/retention.ts';

/** DynamoDB's actions on items. A transaction needs those of its parts (developer guide: "Using IAM with transactions"). */
export type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/**
 * What a job that acts once does with its own inbox. An effect is claimed, and recorded or released, beside that; and what was said is
 * marked. Outcomes of earlier versions are only read.
 */
export function inboxUse(
  table: Table,
  job: string,
  use: { performsEffect: boolean; marks: boolean },
): PolicyStatement[] {
  const actions: ItemAction[] = ['GetItem', 'PutItem'];
  if (use.performsEffect || use.marks) actions.push('UpdateItem');
  if (use.performsEffect) actions.push('DeleteItem');
  return tableUse(table, { [`inbox#${job}#*`]: actions, [`${OUTCOME}#${job}#*`]: ['GetItem'] });
}

/**
 * What a job does with its participant's other items: actions by partition key. All keys of an action are in one statement,
 * since a batch is judged with all of its keys, and no two statements allow it together.
 */
export function tableUse(table: Table, items: Readonly<Record<string, readonly ItemAction[]>>): PolicyStatement[] {
  const keysOf = new Map<ItemAction, string[]>();
  for (const [key, actions] of Object.entries(items))
    for (const action of actions) keysOf.set(action, [...(keysOf.get(action) ?? []), key]);
  const actionsOn = new Map<string, ItemAction[]>();
  for (const [action, keys] of keysOf) actionsOn.set(keys.join(), [...(actionsOn.get(keys.join()) ?? []), action]);
  return [...actionsOn.values()].map((actions) => itemUse(table, keysOf.get(actions[0] as ItemAction) ?? [], actions));
}

function itemUse(table: Table, keys: readonly string[], actions: readonly ItemAction[]): PolicyStatement {
  return new iam.PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
    ...(keys.includes('*') ? {} : { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } } }),
  });
}
