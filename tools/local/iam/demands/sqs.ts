import { arn, type Whereabouts } from '../../account.ts';
import { whereaboutsOf } from '../caller.ts';
import { type Demands, jsonBody, targetAction } from './demand.ts';

/**
 * What calls to SQS ask leave for: a batch for what it is a batch of. SQS writes actions in lower case in its refusals, and
 * policies do not mind (service authorization reference: "Amazon SQS").
 */
export const sqsDemands: Demands = (request, caller) => {
  const action = targetAction(request)
    .replace(/Batch$/, '')
    .toLowerCase();
  const { QueueUrl, QueueName, QueueOwnerAWSAccountId, SourceArn } = jsonBody(request) as Record<
    string,
    string | undefined
  >;
  const name = QueueName ?? QueueUrl?.slice(QueueUrl.lastIndexOf('/') + 1);
  const at = ownerOf(QueueUrl, whereaboutsOf(request, caller));
  const owner = QueueOwnerAWSAccountId ? { ...at, account: QueueOwnerAWSAccountId } : at;
  return [{ action: `sqs:${action}`, resource: SourceArn ?? arn('sqs', name ?? '', owner) }];
};

/** The account is in a queue's address, the region in the signature. */
export function ownerOf(queueUrl: string | undefined, at: Whereabouts): Whereabouts {
  const account = /\/(\d{12})\/[^/]+$/.exec(queueUrl ?? '')?.[1];
  return account === undefined ? at : { ...at, account };
}
