import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from '#constructs/create-app.ts';
import { busName, isProtected, readSetting, stackName } from '#constructs/setting.ts';

const NAMES = { bus: 'library', stacks: 'Library' };

const read = (context: Record<string, unknown>) =>
  readSetting(createApp(join(tmpdir(), 'choreography-unused'), context), NAMES);

test('with no context there is no stage', () => {
  expect(read({})).toEqual({ ...NAMES, stage: undefined });
});

test('the stage is taken from the context', () => {
  expect(read({ stage: 'staging-2' })).toEqual({ ...NAMES, stage: 'staging-2' });
});

test.each(['Prod', 'my stage', 'a_b', '', true])('the stage %j is refused with a sentence', (stage) => {
  expect(read({ stage })).toBe(
    `The stage ${JSON.stringify(stage)} cannot be used: give lower-case letters, digits and hyphens, such as -c stage=staging.`,
  );
});

test('names follow the convention', () => {
  const first = { ...NAMES, stage: undefined };
  const second = { ...NAMES, stage: 'staging' };
  expect([busName(first), busName(second)]).toEqual(['library', 'library-staging']);
  expect([stackName(first, 'Bus'), stackName(second, 'Bus')]).toEqual(['Library-Bus', 'Library-staging-Bus']);
});

test('the address that hears of alarms is taken from the context', () => {
  expect(read({ alarms: 'on-call@example.com' })).toEqual({
    ...NAMES,
    stage: undefined,
    alarms: 'on-call@example.com',
  });
});

test.each(['on-call', 'a b@example.com', true])('the address %j is refused with a sentence', (alarms) => {
  expect(read({ alarms })).toBe(
    `The address ${JSON.stringify(alarms)} cannot hear of alarms: give an email address, such as -c alarms=on-call@example.com.`,
  );
});

test('what is stored is protected, but on the stages that are named as ones to throw away', () => {
  const throwing = { ...NAMES, throwAwayStages: ['dev'] };
  expect([undefined, 'prod', 'dev'].map((stage) => isProtected({ ...throwing, stage }))).toEqual([true, true, false]);
  expect(isProtected({ ...NAMES, stage: 'dev' })).toBe(true);
});
