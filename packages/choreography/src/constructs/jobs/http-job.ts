import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { deadLetterQueue, lettersIn } from '#constructs/dead-letter-queue.ts';
import { tableUse } from '#constructs/grants/table-grants.ts';
import { core, iam, lambda } from '#constructs/lazy-cdk.ts';
import { Job, type JobPlace, type JobProps, TIMEOUT_SECONDS } from './job.ts';
import { mayTakeFrom, retryQueue } from './retry-queue.ts';

/**
 * A job that answers HTTP requests at a Function URL, signed with the credentials of the account (SigV4). Its caller waits
 * for the answer, sees every failure, and may never come back: what the job committed and did not say, it is reminded of by its own
 * retry queue, `BUS_PARTICIPANT_JOB_retry`. What it cannot say for days ends in its dead-letter queue, `BUS_PARTICIPANT_JOB_dlq`.
 * A job that says nothing has neither.
 */
export class HttpJob extends Job {
  constructor(scope: Construct, place: JobPlace, props: JobProps) {
    super(scope, place, props);
    acknowledge(this.function, {
      'Serverless-LambdaDLQ':
        'Its caller waits for the answer, and sees every failure: nothing is invoked asynchronously.',
    });
    const { url } = this.function.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
    new core.CfnOutput(this, 'Url', {
      value: url,
      description: `${place.participant}/${place.name}, signed with SigV4`,
    });
    const { oncePer, emits } = place.declaration;
    if (oncePer && emits.length > 0) this.beReminded(place, props);
  }

  /** Makes the queue that reminds the job of what it may not have said. */
  private beReminded({ participant, name, setting, table, declaration }: JobPlace, { timeoutSeconds }: JobProps): void {
    if ((timeoutSeconds ?? TIMEOUT_SECONDS) > MAX_SECONDS)
      throw new Error(
        `${participant}/${name} may not take ${timeoutSeconds} seconds: of an HTTP job that says events ${MAX_SECONDS} are the most.`,
      );
    const { functionName } = this;
    const deadLetters = deadLetterQueue(this, functionName, setting);
    const queue = retryQueue(this, { participant, job: name, functionName, setting, deadLetters });
    const resources = [deadLetters.queueArn, queue.queueArn];
    this.may(
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources }),
      mayTakeFrom(queue),
      // To mark what was said; a job that remembers for ever does so anyway.
      ...(declaration.remembers === 'while it may come again'
        ? tableUse(table, { [`inbox#${name}#*`]: ['UpdateItem'] })
        : []),
    );
    this.function.addEnvironment('DLQ_URL', deadLetters.queueUrl);
    this.function.addEnvironment('RETRY_URL', queue.queueUrl);
    // Reminders have only to be read: those of some seconds together, by batches that take a few hundredths.
    this.feedFrom(queue, 'Again', { batchSize: 100, windowSeconds: WINDOW_SECONDS, maxConcurrency: 20 });
    this.alarm('dead-letters', lettersIn(deadLetters));
  }

  /** Statements that allow their holder to call the job, only by its URL: Lambda then passes the caller's identity to the job. */
  get call() {
    const resources = [this.function.functionArn];
    return [
      new iam.PolicyStatement({
        ...{ actions: ['lambda:InvokeFunctionUrl'], resources },
        conditions: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
      }),
      new iam.PolicyStatement({
        ...{ actions: ['lambda:InvokeFunction'], resources },
        conditions: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
      }),
      new iam.PolicyStatement({ actions: ['lambda:GetFunctionUrlConfig'], resources }),
    ];
  }
}

/** After its half minute a reminder may wait so long for others: what was left unsaid is said within a minute. */
const WINDOW_SECONDS = 10;

/** A message waits at most 900 seconds (SQS API reference: SendMessage), of which 20 come after the job's last moment. */
const MAX_SECONDS = 880;
