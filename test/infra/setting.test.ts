import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from '../../infra/create-app.ts';
import { busName, readSetting, stackName } from '../../infra/setting.ts';

const read = (context: Record<string, unknown>) =>
  readSetting(createApp(join(tmpdir(), 'choreography-unused'), context));

test('with no context there is no stage, and the default sender', () => {
  expect(read({})).toEqual({ stage: undefined, sender: 'orders@example.com' });
});

test('stage and sender are taken from the context', () => {
  expect(read({ stage: 'staging-2', sender: 'shop@example.org' })).toEqual({
    stage: 'staging-2',
    sender: 'shop@example.org',
  });
});

test.each(['Prod', 'my stage', 'a_b', '', true])('the stage %j is refused with a sentence', (stage) => {
  expect(read({ stage })).toBe(
    `The stage ${JSON.stringify(stage)} cannot be used: give lower-case letters, digits and hyphens, such as -c stage=staging.`,
  );
});

test.each(['orders', 'a b@example.com', '@example.com'])('the sender %j is refused with a sentence', (sender) => {
  expect(read({ sender })).toBe(
    `The sender ${JSON.stringify(sender)} is no email address: give one such as -c sender=orders@example.com.`,
  );
});

test('names follow the convention', () => {
  const [first, second] = [undefined, 'staging'].map((stage) => ({ stage, sender: 'orders@example.com' }));
  if (!first || !second) throw new Error('two settings');
  expect([busName(first), busName(second)]).toEqual(['checkout', 'checkout-staging']);
  expect([stackName(first, 'Bus'), stackName(second, 'Bus')]).toEqual(['Choreography-Bus', 'Choreography-staging-Bus']);
});
