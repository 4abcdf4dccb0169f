import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { core, iam } from '#constructs/lazy-cdk.ts';

/**
 * Lets a job send email from one address, whichever identity SES judges it by: the address, its domain or a domain above
 * it; in the sandbox the recipient's identity too (SES developer guide: "Identity and access management in Amazon SES",
 * "Verified identities"). The address alone narrows it.
 */
export function maySendEmail(scope: Construct, sender: string): PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['ses:SendEmail'],
    resources: [core.Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: '*' })],
    conditions: { StringEquals: { 'ses:FromAddress': sender } },
  });
}

export const EMAIL_ACKNOWLEDGED = {
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]':
    'SES judges by whichever identity is verified, in the sandbox also by the recipient: the address alone can narrow it.',
};
