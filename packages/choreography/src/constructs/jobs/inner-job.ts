import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { iam } from '#constructs/lazy-cdk.ts';
import { Job, type JobPlace, type JobProps } from './job.ts';

/** A job that other jobs of its participant call and wait for: they see every failure, so nothing is left to a dead-letter queue. */
export class InnerJob extends Job {
  constructor(scope: Construct, place: JobPlace, props: JobProps) {
    super(scope, place, props);
    acknowledge(this.function, {
      'Serverless-LambdaDLQ': 'The job that calls it waits for the answer, and sees every failure.',
    });
  }

  /** A statement that allows its holder to call the job. */
  get call() {
    return new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] });
  }
}
