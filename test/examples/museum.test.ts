import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { startRuntime } from 'choreography/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { synthesized } from '../../packages/choreography/src/testing/synthesized.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const museum = join(root, 'examples/museum');
const bin = join(root, 'packages/choreography/bin/choreography.mjs');

const work = mkdtempSync(join(tmpdir(), 'choreography-museum-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe("a stage of the museum beside the shop's in one runtime", () => {
  let runtime: Awaited<ReturnType<typeof startRuntime>>;

  beforeAll(async () => {
    for (const [name, made] of [
      ['shop', await synthesized(root)],
      ['museum', await synthesized(museum, { stage: 'annex' })],
    ] as const)
      symlinkSync(made, join(work, name));
    const assembly = (directoryName: string) => ({ type: 'cdk:cloud-assembly', properties: { directoryName } });
    const artifacts = { shop: assembly('shop'), museum: assembly('museum') };
    writeFileSync(join(work, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
    runtime = await startRuntime({ cdkOut: work, port: 0 });
  }, 180_000);

  afterAll(() => runtime?.stop());

  const access = () => ({
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });

  async function put(file: string, EventBusName: string): Promise<void> {
    const entries: PutEventsRequestEntry[] = JSON.parse(readFileSync(file, 'utf8'));
    const Entries = entries.map((entry) => ({ ...entry, EventBusName }));
    await new EventBridgeClient(access()).send(new PutEventsCommand({ Entries }));
    await runtime.idle();
  }

  const item = async (TableName: string, pk: string) =>
    (await new DynamoDBClient(access()).send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item;

  test('each does its own, and hears nothing of the other', { timeout: 120_000 }, async () => {
    await put(join(root, 'events/samples/stock-received.json'), 'checkout');
    await put(join(museum, 'events/samples/loan-with-damage.json'), 'museum-annex');
    await put(join(root, 'events/samples/order-placed.json'), 'checkout');
    expect(await item('museum-annex_studio', 'work#w-99')).toMatchObject({ treatments: { N: '1' } });
    expect(await item('museum-annex_conservation', 'report#1002/w-17')).toMatchObject({ condition: { S: 'sound' } });
    expect(await item('checkout_warehouse', 'inbox#dispatch-order#o-1001')).toHaveProperty('record');
    const listening = runtime.status().rules.map(({ bus }) => bus);
    expect(new Set(listening)).toEqual(new Set(['checkout', 'museum-annex', 'default']));
  });
});

describe('the museum', () => {
  const filesOf = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter((path) => !/^(node_modules|cdk\.out|build)\b/.test(path))
      .sort();

  test('was made by the commands that its README tells, but for one fragment and one sample', {
    timeout: 300_000,
  }, async () => {
    const [, commands = ''] =
      readFileSync(join(museum, 'README.md'), 'utf8').match(/## How it was made\n+```sh\n([\s\S]*?)```/) ?? [];
    const made = join(work, 'museum-again');
    for (const line of commands
      .replace('new museum', 'new museum-again --bus museum')
      .matchAll(/^npx choreography (.*)$/gm)) {
      const words = [...(line[1] ?? '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      await run('node', [bin, ...words], { cwd: words[0] === 'new' ? work : made });
      if (words[0] === 'new') symlinkSync(join(root, 'node_modules'), join(made, 'node_modules'));
    }
    const [own, theirs] = [filesOf(museum), filesOf(made)];
    expect(own.filter((path) => !theirs.includes(path))).toEqual([
      'events/fragments/work.ts',
      'events/samples/loan-with-damage.json',
      'test/insurance.test.ts',
    ]);
    expect(theirs.filter((path) => !own.includes(path))).toEqual([]);
  });

  test('passes check, and has in its README the picture that is drawn from its templates', {
    timeout: 120_000,
  }, async () => {
    const { stdout: verdict } = await run('node', [bin, 'check'], { cwd: museum });
    expect(verdict).toContain('Nothing found, 4 allowed by name');
    const { stdout: picture } = await run('node', [bin, 'map', '--mermaid'], { cwd: museum });
    expect(readFileSync(join(museum, 'README.md'), 'utf8')).toContain(picture.trim());
  });
});
