import { App } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
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
