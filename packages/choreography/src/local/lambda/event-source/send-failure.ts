import type { Demand } from '#local/iam/demands/demand.ts';

/** What takes the record of a batch that was given up. */
interface FailureTargets {
  /** Throws AWS's refusal unless the reader's role allows it. */
  authorize(demand: Demand): void;
  toQueue(queueArn: string, body: string): Promise<void>;
  toTopic(topicArn: string, message: string): Promise<void>;
}

/** Sends the record of a batch of a stream that was given up to its destination, a topic or a queue. */
export async function sendFailure(destination: string, record: string, targets: FailureTargets): Promise<void> {
  const isTopic = destination.split(':')[2] === 'sns';
  targets.authorize({ action: isTopic ? 'sns:Publish' : 'sqs:SendMessage', resource: destination });
  await (isTopic ? targets.toTopic(destination, record) : targets.toQueue(destination, record));
}
