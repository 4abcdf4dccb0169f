import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { afterEach, expect, test, vi } from 'vitest';
import { senderOf } from '../../infra/sender.ts';

const senderWith = (context: Record<string, unknown>) => senderOf(new App({ context }));

test('the sender is taken from the context', () => {
  expect(senderWith({ sender: 'shop@example.org' })).toBe('shop@example.org');
});

test.each(['orders', 'a b@example.com', '@example.com'])('the sender %j is refused with a sentence', (sender) => {
  expect(() => senderWith({ sender })).toThrow(
    `The sender ${JSON.stringify(sender)} is no email address: give one such as -c sender=orders@example.com.`,
  );
});

afterEach(() => vi.unstubAllEnvs());

/** What the CDK would refuse to go on with. */
function refusals(environment: Record<string, string>, context: Record<string, unknown> = {}): unknown[] {
  vi.stubEnv('CDK_CLI_VERSION', undefined);
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const stack = new Stack(new App({ context }), 'Email');
  senderOf(stack);
  return Annotations.fromStack(stack)
    .findError('*', Match.anyValue())
    .map(({ entry }) => entry.data);
}

test('the CDK CLI deploys to no account without a sender', () => {
  expect(refusals({ CDK_CLI_VERSION: '2' })).toEqual([
    'Emails need a sender whom the SES of your account has verified: give it by -c sender=orders@your-domain.example.',
  ]);
});

test('with a sender, for an emulator and on the local runtime it needs none', () => {
  expect(refusals({ CDK_CLI_VERSION: '2' }, { sender: 'shop@example.org' })).toEqual([]);
  expect(refusals({ CDK_CLI_VERSION: '2', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' })).toEqual([]);
  expect(refusals({})).toEqual([]);
});
