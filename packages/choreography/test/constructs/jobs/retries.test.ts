import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { App } from 'aws-cdk-lib/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { mermaid } from '#cli/map/picture/mermaid.ts';
import { pictureOf } from '#cli/map/picture/picture.ts';
import { createApp } from '#constructs/create-app.ts';
import type { EventJobProps } from '#constructs/jobs/event-job.ts';
import { core, events } from '#constructs/lazy-cdk.ts';
import { ParticipantStack } from '#constructs/participant-stack.ts';
import type { Setting } from '#constructs/setting.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import { copyist } from '../../jobs/copyist.ts';
import { PageCopied } from '../../jobs/reservations.ts';
import { aRuntime } from '../../local/runtime.ts';
import { bundleJob } from './bundle-job.ts';

const setting: Setting = { bus: 'library', stacks: 'Library', stage: undefined };
const folder = mkdtempSync(join(tmpdir(), 'retries-'));
const tried = join(folder, 'tried');
const mended = join(folder, 'mended');
const DAY = 86_400_000;
const MINUTE = 60_000;

class CopyStack extends ParticipantStack<typeof copyist> {
  constructor(scope: App, props: EventJobProps) {
    super(scope, setting, copyist);
    this.job('bind', { ...props, environment: { TRIED: tried, MENDED: mended } }).on(PageCopied);
  }
}

beforeAll(() => {
  bundleJob(
    'copyist',
    'bind',
    `
      import { appendFileSync, existsSync } from 'node:fs';
      import { handle } from '#jobs/handle.ts';
      import { copyist } from '../../jobs/copyist.ts';
      const { TRIED, MENDED } = process.env;
      export const handler = handle(copyist, 'bind', async ({ reservation: { id } }) => {
        appendFileSync(TRIED, Date.now() + ' ' + id + '\\n');
        if (id.startsWith('wrong')) throw new RangeError('it is wrong');
        if (id.startsWith('out') && !existsSync(MENDED)) throw new Error('the bindery is closed');
        return { writes: [], events: [] };
      });`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const file of [tried, mended]) rmSync(file, { force: true });
});

function synthesized(props: EventJobProps): string {
  const cdkOut = mkdtempSync(join(folder, 'cdk-'));
  const app = createApp(cdkOut);
  const bus = new core.Stack(app, 'Library-Bus');
  new events.EventBus(bus, 'Bus', { eventBusName: 'library' });
  new CopyStack(app, props);
  app.synth();
  return cdkOut;
}

let local: Awaited<ReturnType<typeof aRuntime>>;
const start = async (props: EventJobProps = {}) => {
  local = await aRuntime(synthesized(props));
  local.runtime.clock.hold();
};
beforeEach(() => () => local.runtime.stop());

const say = async (...ids: string[]) => {
  const Entries = ids.map((id) => ({
    ...{ EventBusName: 'library', Source: PageCopied.source, DetailType: PageCopied.type },
    Detail: JSON.stringify({ data: { reservation: { id }, page: 1 } }),
  }));
  for (let at = 0; at < Entries.length; at += 10)
    await local.events.send(new PutEventsCommand({ Entries: Entries.slice(at, at + 10) }));
  await local.runtime.idle();
};
const pass = (milliseconds: number) => local.runtime.clock.moveBy(milliseconds);
/** When each was tried, in milliseconds since 1970. */
const triesOf = (id: string) =>
  (existsSync(tried) ? readFileSync(tried, 'utf8') : '')
    .split('\n')
    .filter((line) => line.endsWith(` ${id}`))
    .map((line) => Number(line.split(' ')[0]));
const inQueue = async (name: string) => {
  const found = await local.attributesOf(`library_copyist_bind_${name}`);
  return Number(found.ApproximateNumberOfMessages) + Number(found.ApproximateNumberOfMessagesNotVisible);
};
const letter = async () => JSON.parse((await local.messageIn('library_copyist_bind_dlq')).Body ?? '');

describe('What a job fails on', { timeout: 120_000 }, () => {
  test('comes again with growing pauses, up to a quarter of an hour, until it is done', async () => {
    await start();
    await say('out-1');
    await pass(3 * MINUTE);
    expect(triesOf('out-1').length).toBeGreaterThanOrEqual(3);
    await pass(60 * MINUTE);
    const pauses = triesOf('out-1').map((time, at, all) => (time - (all[at - 1] ?? time)) / 1000);
    // A minute and two by Lambda, then by the queue.
    expect(pauses.slice(1, 4)).toEqual([60, 120, 0]);
    for (const [at, most] of [30, 60, 120, 240, 480, 900].entries()) {
      expect(pauses[at + 4]).toBeGreaterThanOrEqual(most / 2);
      expect(pauses[at + 4]).toBeLessThanOrEqual(most + 1);
    }

    writeFileSync(mended, '');
    await pass(15 * MINUTE);
    expect([await inQueue('retry'), await inQueue('dlq')]).toEqual([0, 0]);
    const done = triesOf('out-1').length;
    await pass(20 * MINUTE);
    expect(triesOf('out-1')).toHaveLength(done);
  });

  test('is a dead letter after four days, with its last error and all its attempts', async () => {
    await start();
    await say('out-2');
    await pass(3.9 * DAY);
    expect([await inQueue('retry'), await inQueue('dlq')]).toEqual([1, 0]);
    await pass(0.2 * DAY);
    expect([await inQueue('retry'), await inQueue('dlq')]).toEqual([0, 1]);
    const { requestContext, requestPayload, responsePayload } = await letter();
    expect(requestContext).toMatchObject({
      condition: 'RetriesExhausted',
      approximateInvokeCount: triesOf('out-2').length,
    });
    expect(requestPayload.detail.data.reservation).toEqual({ id: 'out-2' });
    expect(responsePayload.errorMessage).toContain('the bindery is closed');
  });

  test('is a dead letter after some minutes if the code is wrong, and holds up nobody', async () => {
    await start();
    await say('wrong-1', 'out-3');
    await pass(3 * MINUTE);
    writeFileSync(mended, '');
    await pass(5 * MINUTE);
    expect([await inQueue('retry'), await inQueue('dlq')]).toEqual([0, 1]);
    expect(triesOf('wrong-1')).toHaveLength(6);
    expect(await letter()).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 6 },
      responsePayload: { errorType: 'RangeError' },
    });
  });

  test('is a dead letter at once if it is refused', async () => {
    await start();
    await say('');
    expect(await letter()).toMatchObject({ requestContext: { condition: 'Refused' } });
  });

  test('is a dead letter at once, as Lambda gave it up, if the job has no retries', async () => {
    await start({ retries: false });
    await say('out-4');
    await pass(3 * MINUTE);
    expect(triesOf('out-4')).toHaveLength(3);
    expect(await inQueue('dlq')).toBe(1);
  });
});

describe('A job that is buffered', { timeout: 120_000 }, () => {
  test('is brought its events by its queue, and what it fails on comes again from there', async () => {
    await start({ buffered: true });
    await say('fine-1', 'out-5');
    expect(triesOf('fine-1')).toHaveLength(1);
    expect(triesOf('out-5')).toHaveLength(1);
    expect(await inQueue('retry')).toBe(1);
    writeFileSync(mended, '');
    await pass(MINUTE);
    expect(triesOf('out-5')).toHaveLength(2);
    expect([await inQueue('retry'), await inQueue('dlq')]).toEqual([0, 0]);
  });

  test('keeps to its rate', async () => {
    await start({ buffered: { perSecond: 20 } });
    local.runtime.clock.release();
    const ids = Array.from({ length: 30 }, (_, at) => `fine-${at}`);
    await say(...ids);
    const times = ids.flatMap(triesOf).sort((a, b) => a - b);
    expect(times).toHaveLength(30);
    // Two batches begin an event each at once; the last of thirty comes after 28 twentieths of a second at the least.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  test('is drawn and checked as one step, with its queue, whether or not the job is buffered', async () => {
    await start();
    const seen = [{}, { buffered: true }, { buffered: { perSecond: 20 } }].map((props) => {
      const graph = graphOf(readTemplates([synthesized(props)]));
      return { picture: mermaid(pictureOf(graph)), found: findAll(graph).map(({ name }) => name) };
    });
    expect(seen[0]?.picture).toMatch(/-- PageCopied --> bind/);
    expect(seen[0]?.picture).not.toMatch(/retry|queue/i);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });
});
