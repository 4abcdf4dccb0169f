import type { Construct } from 'constructs';

/** The address that emails come from, by `-c sender=ADDRESS`. Its SES identity (the address, or its domain) belongs to the account. */
export function senderOf(scope: Construct): string {
  const sender: unknown = scope.node.tryGetContext('sender') ?? 'orders@example.com';
  if (typeof sender === 'string' && /^[^\s@]+@[^\s@]+$/.test(sender)) return sender;
  throw new Error(
    `The sender ${JSON.stringify(sender)} is no email address: give one such as -c sender=orders@example.com.`,
  );
}
