import { iam } from './cdk.ts';
import { Job } from './job.ts';

/** A job that other jobs of its participant call and wait for: they see every failure, so nothing is left to a dead-letter queue. */
export class InnerJob extends Job {
  /** Lets whoever has this statement call the job. */
  get call() {
    return new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] });
  }
}
