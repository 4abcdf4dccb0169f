import { Annotations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** No mail can ever come from it (RFC 2606). */
const LOCAL_SENDER = 'orders@example.com';

/**
 * The address that emails come from, by `-c sender=ADDRESS`. Its SES identity (the address, or its domain) belongs to the
 * account, so that none can be taken for granted there: for an account the CDK CLI goes no further without one. Local engines take any.
 */
export function senderOf(scope: Construct): string {
  const sender: unknown = scope.node.tryGetContext('sender') ?? LOCAL_SENDER;
  const { CDK_CLI_VERSION, AWS_ENDPOINT_URL } = process.env;
  if (sender === LOCAL_SENDER && CDK_CLI_VERSION && !AWS_ENDPOINT_URL)
    Annotations.of(scope).addError(
      'Emails need a sender whom the SES of your account has verified: give it by -c sender=orders@your-domain.example.',
    );
  if (typeof sender === 'string' && /^[^\s@]+@[^\s@]+$/.test(sender)) return sender;
  throw new Error(
    `The sender ${JSON.stringify(sender)} is no email address: give one such as -c sender=orders@example.com.`,
  );
}
