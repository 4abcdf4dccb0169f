import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { core, iam, sqs } from '#constructs/lazy-cdk.ts';
import type { Setting } from '#constructs/setting.ts';
import { JOB_METADATA } from '#contracts/template-metadata.ts';
import { queueProps } from './queue-props.ts';

/** What a retry queue needs to know of its job. */
export interface RetryQueueProps {
  readonly participant: string;
  readonly job: string;
  readonly functionName: string;
  readonly setting: Setting;
  readonly deadLetters: Queue;
}

/**
 * Makes the queue from which a job gets again the events that it failed on, `BUS_PARTICIPANT_JOB_retry`. The job hides each message for
 * its pause, and sets it aside in the end. SQS sets aside a message that the job never handled, as its invocations were throttled or crashed.
 */
export function retryQueue(scope: Construct, props: RetryQueueProps): Queue {
  const { participant, job, functionName, setting, deadLetters } = props;
  const queue = new sqs.Queue(scope, 'Retries', {
    ...queueProps(setting),
    queueName: `${functionName}_retry`,
    // As long as the longest pause, for a message that the job did not hide.
    visibilityTimeout: core.Duration.minutes(15),
    // The greatest value of SQS: ten days at a quarter of an hour each.
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 1000 },
  });
  // The map shows the queue as part of the job.
  (queue.node.defaultChild as InstanceType<typeof sqs.CfnQueue>).addMetadata(JOB_METADATA, { participant, job });
  return queue;
}

/** Lets a job take from its queue, and hide what it failed on. */
export const mayTakeFrom = ({ queueArn }: Queue) =>
  new iam.PolicyStatement({
    actions: ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'].map(
      (each) => `sqs:${each}`,
    ),
    resources: [queueArn],
  });
