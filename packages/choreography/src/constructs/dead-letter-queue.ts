import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { queueProps } from './jobs/queue-props.ts';
import { core, sqs } from './lazy-cdk.ts';
import type { Setting } from './setting.ts';

/** A job's own dead-letter queue, `BUS_PARTICIPANT_JOB_dlq`: a person looks at it, and no function consumes it. */
export function deadLetterQueue(scope: Construct, functionName: string, setting: Setting): Queue {
  const queue = new sqs.Queue(scope, 'DeadLetters', {
    queueName: `${functionName}_dlq`,
    ...queueProps(setting),
  });
  const isOne = 'It is a dead-letter queue: a person looks at it, and no function consumes it.';
  acknowledge(queue, { 'AwsSolutions-SQS3': isOne, 'Serverless-SQSRedrivePolicy': isOne });
  return queue;
}

/** How many letters are in a dead-letter queue. */
export const lettersIn = (queue: Queue): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({ period: core.Duration.minutes(1), statistic: 'Maximum' });
