import { whereaboutsOf } from '#local/iam/caller.ts';
import { type AccountRegion, arn } from '#local/runtime/account.ts';
import { type Demand, type Demands, jsonBody, targetAction } from './demand.ts';

/**
 * What calls to SQS ask leave for: a batch for what it is a batch of. SQS writes actions in lower case in its refusals, and
 * policies do not mind (service authorization reference: "Amazon SQS").
 */
export const sqsDemands: Demands = (request, caller) => {
  const action = targetAction(request)
    .replace(/Batch$/, '')
    .toLowerCase();
  const { QueueUrl, QueueName, QueueOwnerAWSAccountId, SourceArn, DestinationArn, TaskHandle } = jsonBody(
    request,
  ) as Record<string, string | undefined>;
  const name = QueueName ?? QueueUrl?.slice(QueueUrl.lastIndexOf('/') + 1);
  const at = ownerOf(QueueUrl, whereaboutsOf(request, caller));
  const owner = QueueOwnerAWSAccountId ? { ...at, account: QueueOwnerAWSAccountId } : at;
  const resource = SourceArn ?? sourceOf(TaskHandle) ?? arn('sqs', name ?? '', owner);
  return [{ action: `sqs:${action}`, resource }, ...moving(action, resource, DestinationArn)];
};

/** The account is in a queue's address, the region in the signature. */
export function ownerOf(queueUrl: string | undefined, at: AccountRegion): AccountRegion {
  const account = /\/(\d{12})\/[^/]+$/.exec(queueUrl ?? '')?.[1];
  return account === undefined ? at : { ...at, account };
}

/** Who moves dead letters receives and deletes them, and sends them ("Configure queue permissions for dead-letter queue redrive"). */
function moving(action: string, source: string, destination: string | undefined): Demand[] {
  if (!action.endsWith('messagemovetask') && action !== 'listmessagemovetasks') return [];
  const ofSource = ['receivemessage', 'deletemessage', 'getqueueattributes'].map((one) => ({
    action: `sqs:${one}`,
    resource: source,
  }));
  const sends = action === 'startmessagemovetask' && destination !== undefined;
  return [...ofSource, ...(sends ? [{ action: 'sqs:sendmessage', resource: destination }] : [])];
}

/** The queue that a task moves from, which its handle contains. */
function sourceOf(taskHandle: string | undefined): string | undefined {
  if (taskHandle === undefined) return undefined;
  try {
    return String(JSON.parse(Buffer.from(taskHandle, 'base64').toString('utf8')).sourceArn);
  } catch {
    return undefined;
  }
}
