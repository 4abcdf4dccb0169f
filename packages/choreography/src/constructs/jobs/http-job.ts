import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { deadLetterQueue, lettersIn } from '#constructs/dead-letter-queue.ts';
import { tableUse } from '#constructs/grants/table-grants.ts';
import { core, iam, lambda } from '#constructs/lazy-cdk.ts';
import { lagOf } from '#constructs/set-aside-metrics.ts';
import { type InboxStreamProps, inboxStream, mayReadStream } from './inbox-stream.ts';
import { Job, type JobPlace, type JobProps } from './job.ts';
import { mayTakeFrom, retryQueue } from './retry-queue.ts';

/**
 * A job that answers HTTP requests at a Function URL, signed with the credentials of the account (SigV4). Its caller waits
 * for the answer, sees every failure, and may never come back: what the job committed and did not say, the stream of its table tells,
 * and its own retry queue, `BUS_PARTICIPANT_JOB_retry`, reminds it of. What it cannot say for days ends in its dead-letter queue,
 * `BUS_PARTICIPANT_JOB_dlq`. A job that says nothing has neither.
 */
export class HttpJob extends Job {
  /** The queues of the jobs that this one reminds, by job: of all such jobs of its participant if it reads the stream. */
  private readonly reminds = new Map<string, Queue>();

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
    if (oncePer && emits.length > 0) this.beReminded(place);
  }

  /**
   * Makes the queue that reminds the job of what it may not have said. A shard of a stream has two readers at the
   * most (DynamoDB developer guide: "Quotas in Amazon DynamoDB", "DynamoDB Streams"), so one job of a participant reads it for all.
   */
  private beReminded({ participant, name, setting, table, declaration }: JobPlace): void {
    const { functionName } = this;
    const deadLetters = deadLetterQueue(this, functionName, setting);
    const queue = retryQueue(this, { participant, job: name, functionName, setting, deadLetters });
    this.may(
      new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
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
    const siblings = this.node.scope?.node.children ?? [];
    const reader = siblings.find((each): each is HttpJob => each instanceof HttpJob && each.reminds.size > 0);
    if (!reader) this.readStream({ participant, job: name, table, deadLetters });
    (reader ?? this).remind(name, queue);
  }

  /** Has Lambda tell this job what it, and others that it reminds, committed and marked as said. */
  private readStream(of: Omit<InboxStreamProps, 'reader' | 'jobs'>): void {
    const { function: reader, reminds } = this;
    const mapping = inboxStream(this, { ...of, reader, jobs: () => [...reminds.keys()] });
    this.may(...mayReadStream(of.table));
    // Lambda asks for the permission to read when the mapping is made.
    mapping.node.addDependency(this.permissions);
    const urls = () => Object.fromEntries([...reminds].map(([job, { queueUrl }]) => [job, queueUrl]));
    reader.addEnvironment(
      'REMINDER_QUEUES',
      core.Lazy.string({ produce: () => core.Stack.of(this).toJsonString(urls()) }),
    );
    this.alarm('late', lagOf(reader), { threshold: LATE.toMilliseconds(), periods: 1 });
  }

  private remind(job: string, queue: Queue): void {
    this.reminds.set(job, queue);
    this.may(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
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

/** So long a reminder may wait for others. With the stream's half a minute before it, what was left unsaid is said within a minute. */
const WINDOW_SECONDS = 10;

const LATE = core.Duration.minutes(5);
