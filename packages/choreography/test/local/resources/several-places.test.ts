import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Notice } from '#local/runtime/notice.ts';
import { startRuntime } from '#local/start-runtime.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'places-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts an assembly of stacks, each with a bus of the same name, in these environments. */
async function start(environments: readonly string[], unsupported: boolean) {
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const names = environments.map((_, at) => `Stack${at + 1}`);
  write('manifest.json', {
    version: '48.0.0',
    artifacts: Object.fromEntries(
      names.map((name, at) => [
        name,
        {
          type: 'aws:cloudformation:stack',
          environment: environments[at],
          properties: { templateFile: `${name}.template.json` },
        },
      ]),
    ),
  });
  for (const name of names)
    write(`${name}.template.json`, {
      Resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shared' } },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `q-${name}` } },
      },
    });
  const notices: Notice[] = [];
  const runtime = await startRuntime({
    ...{ cdkOut: folder, port: 0, leaveOut: { names: [], unsupported } },
    onNotice: (notice) => notices.push(notice),
  });
  await runtime.stop();
  return notices.flatMap((notice) => (notice.kind === 'left-out' ? [`${notice.what.id}: ${notice.what.why}`] : []));
}

const TWO = ['aws://111111111111/eu-west-1', 'aws://222222222222/eu-west-1'];

it('stacks for several accounts clash where they name the same, and the refusal says why and what to do', async () => {
  await expect(start(TWO, false)).rejects.toThrow(
    /^Stack2: AWS::Events::EventBus Bus: Event bus shared already exists\. \[.*:\d+\]\nThese stacks are for the accounts 111111111111, 222222222222, which are one here: --leave-out-unsupported leaves out what clashes by that\.$/,
  );
});

it('what clashes is left out and told, if all is that cannot be run', async () => {
  expect(await start(TWO, true)).toEqual([
    'Bus: Event bus shared already exists, since these stacks are for the accounts 111111111111, 222222222222, which are one here',
  ]);
});

it('in one account and region it is a fault of the templates, which nothing is left out for', async () => {
  const one = TWO.map(() => TWO[0] ?? '');
  await expect(start(one, true)).rejects.toThrow(
    /^Stack2: AWS::Events::EventBus Bus: Event bus shared already exists\. \[.*:\d+\]$/,
  );
});
