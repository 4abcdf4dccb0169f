import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let folder = '';

/** Runs a system where nothing of this project is around it. */
async function run(system: string, path = '.'): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  cpSync(join(import.meta.dirname, system), folder, { recursive: true });
  local = await aRuntime(join(folder, path));
}
afterEach(async () => {
  await local.runtime.stop();
  rmSync(folder, { recursive: true });
});

async function put(...entries: (Omit<PutEventsRequestEntry, 'Detail'> & { detail: object })[]): Promise<void> {
  const Entries = entries.map(({ detail, ...entry }) => ({ ...entry, Detail: JSON.stringify(detail) }));
  const { FailedEntryCount } = await local.events.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(0);
  await local.runtime.idle();
}
const logLines = () => local.notices.flatMap((notice) => (notice.kind === 'log' ? [notice.line] : []));
const troubles = () => local.notices.filter(({ kind }) => kind !== 'log');

describe('somebody else’s templates', () => {
  it('run: a logger on the default bus, in YAML with its code inline', async () => {
    await run('default-bus-logger', 'logger.yaml');
    await put(
      { Source: 'myapp', DetailType: 'Greeted', detail: { hello: 'world' } },
      { Source: 'another', DetailType: 'Greeted', detail: {} },
    );
    expect(logLines().filter((line) => line.includes(' said '))).toEqual(['myapp said Greeted: {"hello":"world"}']);
    expect(troubles()).toEqual([]);
  });

  it('run: a fan-out to two queues, in JSON', async () => {
    await run('fan-out');
    const upload = (name: string) => ({
      ...{ EventBusName: 'pictures', Source: 'camera', DetailType: 'PictureUploaded' },
      detail: { name },
    });
    await put(upload('cat.png'), upload('cat.pdf'));
    expect(JSON.parse((await local.messageIn('thumbnails')).Body ?? '')).toMatchObject({ detail: { name: 'cat.png' } });
    expect(JSON.parse((await local.messageIn('captions')).Body ?? '')).toEqual({ caption: 'A picture called cat.png' });
    expect(await local.attributesOf('thumbnails')).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
    expect(troubles()).toEqual([]);
  });

  it('run: a chain over two buses filtered by content, as SAM builds it, with the SDK that Lambda brings', async () => {
    await run('chain');
    const order = (id: string, total: number, country: string) => ({
      ...{ EventBusName: 'orders', Source: 'web', DetailType: 'OrderPlaced' },
      detail: { id, total, country },
    });
    await put(
      order('cheap', 99, 'DE'),
      order('dear', 100, 'DE'),
      order('excluded', 500, 'XX'),
      order('refused', 500, 'YY'),
    );
    expect((await local.messageIn('shipped')).Body).toBe('shipped dear');
    expect(await local.attributesOf('shipped')).toMatchObject({ ApproximateNumberOfMessages: '0' });
    expect(troubles()).toEqual([]);
  });
});
