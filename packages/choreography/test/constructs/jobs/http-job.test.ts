import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '#constructs/create-app.ts';
import type { JobProps } from '#constructs/jobs/job.ts';
import { core, events, iam, sqs } from '#constructs/lazy-cdk.ts';
import { ParticipantStack } from '#constructs/participant-stack.ts';
import type { Setting } from '#constructs/setting.ts';
import { desk } from '../../jobs/reservations.ts';
import { aRuntime } from '../../local/runtime.ts';
import { bundleJob } from './bundle-job.ts';

const setting: Setting = { bus: 'library', stacks: 'Library', stage: undefined };
const folder = mkdtempSync(join(tmpdir(), 'http-job-'));
const crashing = join(folder, 'crash');
const SIGNATURE = `AWS4-HMAC-SHA256 Credential=reader/20300107/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

class DeskStack extends ParticipantStack<typeof desk> {
  constructor(scope: App, props: JobProps = {}) {
    super(scope, setting, desk);
    this.httpJob('ask', { environment: { CRASH: crashing }, ...props });
  }
}

/** All that is said comes to a queue. */
function synthesized(props?: JobProps): string {
  const cdkOut = mkdtempSync(join(folder, 'cdk-'));
  const app = createApp(cdkOut);
  const stack = new core.Stack(app, 'Library-Bus');
  const eventBus = new events.EventBus(stack, 'Bus', { eventBusName: 'library' });
  const queue = new sqs.Queue(stack, 'Said', { queueName: 'said' });
  new events.Rule(stack, 'All', {
    ...{ eventBus, eventPattern: { source: ['library.desk'] } },
    targets: [{ bind: () => ({ arn: queue.queueArn }) }],
  });
  queue.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
  new DeskStack(app, props);
  app.synth();
  return cdkOut;
}

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(() => {
  bundleJob(
    'desk',
    'ask',
    `
      import { existsSync, readFileSync } from 'node:fs';
      import { dynamodb } from '#jobs/aws/dynamodb.ts';
      import { eventbridge } from '#jobs/aws/eventbridge.ts';
      import { sqs } from '#jobs/aws/sqs.ts';
      import { handleHttp } from '#jobs/handle-http.ts';
      import { say } from '#jobs/say.ts';
      import { desk, PageCopied } from '../../jobs/reservations.ts';
      const { CRASH } = process.env;
      const crashAt = async (action, go) => {
        const [when, which] = existsSync(CRASH) ? readFileSync(CRASH, 'utf8').split(' ') : [];
        if (which === action && when === 'before') process.exit(1);
        const result = await go();
        if (which === action && when === 'after') process.exit(1);
        return result;
      };
      for (const service of [dynamodb, eventbridge, sqs]) {
        const { send } = service;
        service.send = (action, input) => crashAt(action, () => send(action, input));
      }
      export const handler = handleHttp(desk, 'ask', async ({ reservation }) =>
        ({ writes: [], events: [say(PageCopied, { reservation, page: 1 })] }));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = async (id: string): Promise<number> => {
  const url = local.runtime.status().urls.library_desk_ask ?? '';
  const headers = { 'content-type': 'application/json', authorization: SIGNATURE };
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ reservation: { id } }) });
  await local.runtime.idle();
  return status;
};
const messages = async (queue: string) => {
  const found = await local.attributesOf(queue);
  return (['', 'NotVisible', 'Delayed'] as const).reduce(
    (sum, which) => sum + Number(found[`ApproximateNumberOfMessages${which}`]),
    0,
  );
};

describe('A job that answers over HTTP', { timeout: 120_000 }, () => {
  beforeEach(async () => {
    local = await aRuntime(synthesized());
    local.runtime.clock.hold();
    return () => local.runtime.stop();
  });

  test('says what it says at once, and its reminder has nothing to say', async () => {
    expect(await ask('r-1')).toBe(202);
    expect(await messages('said')).toBe(1);
    expect(await messages('library_desk_ask_retry')).toBe(1);
    await local.runtime.clock.moveBy(60_000);
    expect(await messages('said')).toBe(1);
    expect([await messages('library_desk_ask_retry'), await messages('library_desk_ask_dlq')]).toEqual([0, 0]);
  });

  test.each([
    ['before SendMessage', 0],
    ['after SendMessage', 0],
    ['before PutItem', 0],
    ['after PutItem', 1],
    ['before PutEvents', 1],
  ])('that ends %s and is never asked again has said %i a minute later', async (crash, said) => {
    writeFileSync(crashing, crash);
    expect(await ask('r-1')).toBe(502);
    rmSync(crashing);
    expect(await messages('said')).toBe(0);
    expect(await messages('library_desk_ask_retry')).toBe(crash === 'before SendMessage' ? 0 : 1);
    await local.runtime.clock.moveBy(60_000);
    expect(await messages('said')).toBe(said);
    expect([await messages('library_desk_ask_retry'), await messages('library_desk_ask_dlq')]).toEqual([0, 0]);
  });

  test('that crashes for an hour says all afterwards', async () => {
    writeFileSync(crashing, 'before PutEvents');
    expect(await ask('r-1')).toBe(502);
    await local.runtime.clock.moveBy(3_600_000);
    expect(await messages('library_desk_ask_retry')).toBe(1);
    rmSync(crashing);
    await local.runtime.clock.moveBy(30 * 60_000);
    expect(await messages('said')).toBe(1);
    expect([await messages('library_desk_ask_retry'), await messages('library_desk_ask_dlq')]).toEqual([0, 0]);
  });
});

test('A job that answers over HTTP and says events cannot take as long as its reminder may wait', () => {
  expect(() => synthesized({ timeoutSeconds: 900 })).toThrow(
    'desk/ask may not take 900 seconds: of an HTTP job that says events 880 are the most.',
  );
});
