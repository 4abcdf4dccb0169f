import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '#constructs/create-app.ts';
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
  constructor(scope: App) {
    super(scope, setting, desk);
    for (const job of ['ask', 'copy'] as const) this.httpJob(job, { environment: { CRASH: crashing } });
  }
}

/** All that is said comes to a queue. */
function synthesized(): string {
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
  new DeskStack(app);
  app.synth();
  return cdkOut;
}

let cdkOut: string | undefined;
let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(() => {
  for (const job of ['ask', 'copy'])
    bundleJob(
      'desk',
      job,
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
      const handle = handleHttp(desk, '${job}', async ({ reservation }) =>
        ({ writes: [], events: [say(PageCopied, { reservation, page: 1 })] }));
      export const handler = (...given) => {
        console.log('runs');
        return handle(...given);
      };`,
    );
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = async (id: string, job = 'ask'): Promise<number> => {
  const url = local.runtime.status().urls[`library_desk_${job}`] ?? '';
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

/** How often the function ran: it says so. */
const runs = () => local.notices.filter((notice) => notice.kind === 'log' && notice.line.includes('"runs"')).length;
const left = () =>
  Promise.all(['ask_retry', 'ask_dlq', 'copy_retry', 'copy_dlq'].map((queue) => messages(`library_desk_${queue}`)));
const NOTHING = [0, 0, 0, 0];

describe('A job that answers over HTTP', { timeout: 120_000 }, () => {
  beforeEach(async () => {
    cdkOut ??= synthesized();
    local = await aRuntime(cdkOut);
    local.runtime.clock.hold();
    return () => local.runtime.stop();
  });

  test('says what it says at once, and half a minute later, one invocation sees that nothing was left unsaid', async () => {
    expect([await ask('r-1'), await ask('r-2')]).toEqual([202, 202]);
    expect(await messages('said')).toBe(2);
    await local.runtime.clock.moveBy(60_000);
    expect(await messages('said')).toBe(2);
    expect(await left()).toEqual(NOTHING);
    expect(runs()).toBe(3);
  });

  test.each([
    ['before PutItem', 0],
    ['after PutItem', 1],
    ['before PutEvents', 1],
  ])('that ends %s and is never asked again has said %i a minute later', async (crash, said) => {
    writeFileSync(crashing, crash);
    expect(await ask('r-1')).toBe(502);
    rmSync(crashing);
    expect(await messages('said')).toBe(0);
    await local.runtime.clock.moveBy(60_000);
    expect(await messages('said')).toBe(said);
    expect(await left()).toEqual(NOTHING);
  });

  test('is reminded by another of its participant, which reads the stream of their table for both', async () => {
    writeFileSync(crashing, 'before PutEvents');
    expect([await ask('r-1', 'copy'), await ask('r-1'), await ask('r-2', 'copy')]).toEqual([502, 502, 502]);
    rmSync(crashing);
    await local.runtime.clock.moveBy(60_000);
    expect(await messages('said')).toBe(3);
    expect(await left()).toEqual(NOTHING);
    const { Resources } = JSON.parse(readFileSync(join(cdkOut ?? '', 'Library-Desk.template.json'), 'utf8'));
    const filters = Object.values<{
      Type: string;
      Properties: { FilterCriteria?: { Filters: { Pattern: string }[] } };
    }>(Resources).flatMap(({ Properties: { FilterCriteria } }) => FilterCriteria?.Filters ?? []);
    expect(filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { pk: { S: [{ prefix: 'inbox#ask#' }, { prefix: 'inbox#copy#' }] } } } },
    ]);
  });

  test.each(['before PutEvents', 'before SendMessageBatch', 'before GetItem', 'after PutEvents'])(
    'that crashes %s for an hour says all afterwards',
    async (crash) => {
      writeFileSync(crashing, 'before PutEvents');
      expect(await ask('r-1')).toBe(502);
      writeFileSync(crashing, crash);
      await local.runtime.clock.moveBy(3_600_000);
      rmSync(crashing);
      await local.runtime.clock.moveBy(30 * 60_000);
      expect(await messages('said')).toBeGreaterThanOrEqual(1);
      expect(await left()).toEqual(NOTHING);
    },
  );
});
