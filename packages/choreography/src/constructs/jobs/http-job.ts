import type { Construct } from 'constructs';
import { acknowledge } from '#constructs/acknowledge.ts';
import { core, iam, lambda } from '#constructs/lazy-cdk.ts';
import { Job, type JobPlace, type JobProps } from './job.ts';

/**
 * A job that answers HTTP requests at a Function URL, signed with the credentials of the account (SigV4). Its caller waits
 * for the answer and sees every failure: nothing is left to a dead-letter queue.
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
