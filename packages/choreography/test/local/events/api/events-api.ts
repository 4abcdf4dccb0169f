import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect } from 'vitest';
import { anAssembly, queue } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

export const ARN = 'arn:aws:events:us-east-1:000000000000';
export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:q';
export const EventPattern = '{"source":["a"]}';

/** EventBridge of a runtime that has one queue, for the tests of a file. */
export function eventsApi() {
  let local: Awaited<ReturnType<typeof aRuntime>>;
  beforeAll(async () => {
    local = await aRuntime(anAssembly({ Q: queue('q') }));
  });
  afterAll(() => local.runtime.stop());
  const send = ((command: never) => local.events.send(command)) as unknown as EventBridgeClient['send'];
  let count = 0;
  /** A rule of its own, with no target. */
  const aRule = async (given: object = {}): Promise<string> => {
    const Name = `rule-${count++}`;
    await send(new PutRuleCommand({ Name, EventPattern, ...given }));
    return Name;
  };
  return { send, aRule };
}

export const refused = (name: string, message: string | RegExp) =>
  expect.objectContaining({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) });
