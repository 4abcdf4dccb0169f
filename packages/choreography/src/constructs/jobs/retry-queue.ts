import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { core, iam, lambda, sqs } from '#constructs/lazy-cdk.ts';
import { isProtected, type Setting } from '#constructs/setting.ts';
import { RETENTION_DAYS } from '#contracts/retention.ts';
import { JOB_METADATA } from '#contracts/template-metadata.ts';

/** What a retry queue needs to know of its job. */
export interface RetryQueueProps {
  readonly participant: string;
  readonly job: string;
  readonly functionName: string;
  readonly setting: Setting;
  readonly deadLetters: Queue;
}

/** How a function is fed from its queue. */
export interface Feeding {
  readonly batchSize: number;
  readonly maxConcurrency: number;
}

/**
 * Makes the queue from which a job gets again the events that it failed on, `BUS_PARTICIPANT_JOB_retry`. The job hides each message for
 * its pause, and sets it aside in the end. SQS sets aside a message that the job never handled, as its invocations were throttled or crashed.
 */
export function retryQueue(scope: Construct, props: RetryQueueProps): Queue {
  const { participant, job, functionName, setting, deadLetters } = props;
  const queue = new sqs.Queue(scope, 'Retries', {
    queueName: `${functionName}_retry`,
    // As long as the longest pause, for a message that the job did not hide.
    visibilityTimeout: core.Duration.minutes(15),
    retentionPeriod: core.Duration.days(RETENTION_DAYS.deadLetters),
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    // The greatest value of SQS: ten days at a quarter of an hour each.
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 1000 },
    removalPolicy: isProtected(setting) ? core.RemovalPolicy.RETAIN : core.RemovalPolicy.DESTROY,
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

/** Makes the mapping that feeds a function from its queue, after `permissions`: Lambda requires the permission to receive by then. */
export function feed(
  scope: Construct,
  queue: Queue,
  { functionName, permissions }: { readonly functionName: string; readonly permissions: Construct },
  { batchSize, maxConcurrency }: Feeding,
): void {
  const mapping = new lambda.CfnEventSourceMapping(scope, 'Again', {
    functionName,
    eventSourceArn: queue.queueArn,
    batchSize,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: maxConcurrency },
  });
  mapping.node.addDependency(permissions);
  acknowledge(mapping, {
    'Serverless-LambdaEventSourceMappingDestination':
      'Sources of this kind have none: its queue has a dead-letter queue.',
  });
}
