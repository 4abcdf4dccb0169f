import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAssembly } from '../local/assembly.ts';
import { aRuntime } from '../local/runtime.ts';
import { awsCli, awsCliAlone, cliIsInstalled } from './aws-cli.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  local = await aRuntime(anAssembly({}));
});
afterAll(() => local.runtime.stop());

test.skipIf(!cliIsInstalled)('commands that share a process print what the command "aws" prints', async () => {
  const words = ['events', 'describe-event-bus', '--name', 'default'];
  expect(await awsCli(local.runtime.endpoint, ...words)).toEqual(
    JSON.parse(await awsCliAlone(local.runtime.endpoint, ...words)),
  );
  const wrong = ['events', 'describe-event-bus', '--name', 'none'];
  const messageOf = (error: unknown) => (error as Error).message.split('\n').slice(1).join('\n');
  const alone = await awsCliAlone(local.runtime.endpoint, ...wrong).catch(messageOf);
  expect(alone).toContain('ResourceNotFoundException');
  expect(await awsCli(local.runtime.endpoint, ...wrong).catch(messageOf)).toBe(alone);
});
