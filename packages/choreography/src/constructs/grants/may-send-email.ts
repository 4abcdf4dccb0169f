import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { core, iam } from '#constructs/lazy-cdk.ts';

/**
 * Lets a job send email from one address. SES judges it by the identity that is verified: the address, or its domain (SES
 * developer guide: "Using identity policies in Amazon SES").
 */
export function maySendEmail(scope: Construct, sender: string): PolicyStatement {
  const identities = [sender, sender.slice(sender.indexOf('@') + 1)];
  return new iam.PolicyStatement({
    actions: ['ses:SendEmail'],
    resources: identities.map((resourceName) =>
      core.Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName }),
    ),
    conditions: { StringEquals: { 'ses:FromAddress': sender } },
  });
}
