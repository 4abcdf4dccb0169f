import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { deadLetterQueue, lettersIn } from '#constructs/dead-letter-queue.ts';
import { core, iam, sqs } from '#constructs/lazy-cdk.ts';
import { Job, type JobPlace, type JobProps, TIMEOUT_SECONDS } from './job.ts';
import { queueProps } from './queue-props.ts';

/** What a job that takes from a queue needs beside `JobProps`: the sizes and times of its batches. */
export interface QueueJobProps extends JobProps {
  /** How many messages the job takes at once: more than 10 only with a window. @default 10 */
  readonly batchSize?: number;
  /** How many seconds a batch is gathered for, unless it is full before. @default not at all: what is there is taken */
  readonly windowSeconds?: number;
  /** How many batches are under way at once at the most, from 2 on: a bulkhead for what the job calls. @default as many as there are */
  readonly maxConcurrency?: number;
  /** How often a message is tried before it is a dead letter. @default 5 */
  readonly attempts?: number;
}

/**
 * A job that handles the messages in its queue, `BUS_PARTICIPANT_JOB`. `handleQueue` returns the ids of those messages of a batch that it
 * could not handle; only these are delivered again, and end in the job's dead-letter queue.
 */
export class QueueJob extends Job {
  /** The queue: its policy, or `grantSendMessages`, decides who may send to it. */
  readonly queue;
  protected readonly deadLetters;

  constructor(
    scope: Construct,
    place: JobPlace,
    { batchSize = 10, windowSeconds, maxConcurrency, attempts = 5, ...props }: QueueJobProps,
  ) {
    super(scope, place, props);
    const deadLetters = deadLetterQueue(this, this.functionName, place.setting);
    this.deadLetters = deadLetters;
    this.queue = new sqs.Queue(this, 'Queue', {
      ...queueProps(place.setting),
      queueName: this.functionName,
      // Six times the function's timeout (Lambda developer guide: "Using Lambda with Amazon SQS").
      visibilityTimeout: core.Duration.seconds(6 * (props.timeoutSeconds ?? TIMEOUT_SECONDS)),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: attempts },
    });
    this.function.addEnvironment('DLQ_URL', deadLetters.queueUrl);
    const takes = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    this.may(
      new iam.PolicyStatement({ actions: takes, resources: [this.queue.queueArn] }),
      // For messages that the job itself refuses.
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    );
    this.feedFrom(this.queue, 'Messages', { batchSize, windowSeconds, maxConcurrency });
    acknowledge(this.function, {
      'Serverless-LambdaDLQ': 'Its queue has a dead-letter queue: nothing is invoked asynchronously.',
    });
    this.alarm('dead-letters', lettersIn(deadLetters));
  }
}
