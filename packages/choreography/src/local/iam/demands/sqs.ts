import { arn } from '#local/account.ts';
import { type Demand, type Demands, jsonBody, targetAction } from './demand.ts';

/**
 * What calls to SQS ask leave for: a batch for what it is a batch of. SQS writes actions in lower case in its refusals, and
 * policies do not mind (service authorization reference: "Amazon SQS").
 */
export const sqsDemands: Demands = (request) => {
  const action = targetAction(request)
    .replace(/Batch$/, '')
    .toLowerCase();
  const { QueueUrl, QueueName, SourceArn, DestinationArn, TaskHandle } = jsonBody(request) as Record<
    string,
    string | undefined
  >;
  const name = QueueName ?? QueueUrl?.slice(QueueUrl.lastIndexOf('/') + 1);
  const resource = SourceArn ?? sourceOf(TaskHandle) ?? arn('sqs', name ?? '');
  return [{ action: `sqs:${action}`, resource }, ...moving(action, resource, DestinationArn)];
};

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

/** The queue that a task moves from: its handle tells it. */
function sourceOf(taskHandle: string | undefined): string | undefined {
  if (taskHandle === undefined) return undefined;
  try {
    return String(JSON.parse(Buffer.from(taskHandle, 'base64').toString('utf8')).sourceArn);
  } catch {
    return undefined;
  }
}
