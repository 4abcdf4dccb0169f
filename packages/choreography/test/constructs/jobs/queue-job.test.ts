import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { App } from 'aws-cdk-lib/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '#constructs/create-app.ts';
import { core, events } from '#constructs/lazy-cdk.ts';
import { ParticipantStack } from '#constructs/participant-stack.ts';
import type { Setting } from '#constructs/setting.ts';
import { desk } from '../../jobs/reservations.ts';
import { aRuntime } from '../../local/runtime.ts';
import { bundleJob } from './bundle-job.ts';

const setting: Setting = { bus: 'library', stacks: 'Library', stage: undefined };
const cdkOut = mkdtempSync(join(tmpdir(), 'queue-job-'));
let local: Awaited<ReturnType<typeof aRuntime>>;

class DeskStack extends ParticipantStack<typeof desk> {
  constructor(scope: App) {
    super(scope, setting, desk);
    this.queueJob('collect', { items: { 'shelf#*': ['PutItem'] }, maxConcurrency: 2, attempts: 1 });
  }
}

beforeAll(async () => {
  bundleJob(
    'desk',
    'collect',
    `
      import { handle } from '#jobs/handle.ts';
      import { handleQueue } from '#jobs/handle-queue.ts';
      import { say } from '#jobs/say.ts';
      import { desk, PageCopied } from '../../jobs/reservations.ts';
      export const handler = handleQueue(handle(desk, 'collect', async ({ reservation }) => {
        if (reservation.id === 'broken') throw new Error('the shelf is broken');
        return { writes: [{ Put: { Item: { pk: 'shelf#' + reservation.id } } }], events: [say(PageCopied, { reservation, page: 1 })] };
      }));`,
  );
  const app = createApp(cdkOut);
  const bus = new core.Stack(app, 'Library-Bus');
  new events.EventBus(bus, 'Bus', { eventBusName: 'library' });
  new DeskStack(app);
  app.synth();
  local = await aRuntime(cdkOut);
});
afterAll(async () => {
  await local?.runtime.stop();
  rmSync(cdkOut, { recursive: true });
});

test('a job takes what is sent to its queue, once for each business key, and gives back only what it could not handle', async () => {
  const sqs = new SQSClient(local.access);
  const reservation = (id: string) => JSON.stringify({ reservation: { id } });
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: `${local.runtime.endpoint}/000000000000/library_desk_collect`,
      Entries: [
        { Id: '1', MessageBody: reservation('r-1') },
        { Id: '2', MessageBody: reservation('broken') },
        { Id: '3', MessageBody: reservation('r-1') },
      ],
    }),
  );
  const letter = await vi.waitFor(() => local.messageIn('library_desk_collect_dlq'), { timeout: 60_000 });
  expect(letter.Body).toBe(reservation('broken'));
  expect(await local.attributesOf('library_desk_collect')).toMatchObject({ ApproximateNumberOfMessages: '0' });
}, 120_000);
