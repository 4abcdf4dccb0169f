import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DetachUserPolicyCommand,
  IAMClient,
  ListPoliciesCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { defineMonitor } from 'choreography';
import * as constructs from 'choreography/constructs';
import { sentence } from 'choreography/local';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkoutProcess } from '../../functions/monitor/checkout-process.ts';
import { choreography, NAMES, participants } from '../../infra/choreography.ts';
import { choreography as command } from '../../packages/choreography/test/cli/dead-letters/command-line.ts';
import { aRuntime } from '../../packages/choreography/test/local/runtime.ts';
import { anOrder } from '../functions/order.ts';

const ADA = { id: 'c-quux', name: 'Wilhelmina Quuxbury', email: 'w.quux@personal.example' };
const BOB = { id: 'c-other', name: 'Bob Other', email: 'bob@other.example' };
const PERSONAL = /wilhelmina|quuxbury|w\.quux|personal\.example/i;

let shop: Awaited<ReturnType<typeof aRuntime>>;
let policy: string;
const cdkOut = mkdtempSync(join(tmpdir(), 'reveal-'));

/** The shop, whose monitor may reveal; two people who may look into it: one more of them is given the right. */
beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const app = constructs.createApp(cdkOut);
  const Monitor = constructs.monitorStackOf(defineMonitor([checkoutProcess], { reveals: true }));
  choreography(app, { ...NAMES, stage: undefined }, [...participants.slice(0, -1), Monitor]);
  app.synth();
  shop = await aRuntime(cdkOut);
  await put('shop.supplier', 'StockReceived', { deliveryId: 'd-1', items: anOrder().items });
  await shop.runtime.idle();
  await put('shop.checkout', 'OrderPlaced', { order: { ...anOrder({ customer: ADA }), id: 'o-ada' } });
  await put('shop.checkout', 'OrderPlaced', { order: { ...anOrder({ customer: BOB }), id: 'o-bob' } });
  await put('shop.checkout', 'OrderPlaced', {
    order: { ...anOrder({ customer: ADA }), id: 'o-broken', items: ADA.name },
  });
  await put('shop.outside', 'AddressCorrected', { order: { id: 'o-ada' }, recipient: ADA.name, phone: '555-0199' });
  await shop.runtime.idle();
  const iam = new IAMClient(shop.access);
  for (const UserName of ['looks', 'reveals']) {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(
      new PutUserPolicyCommand({ UserName, PolicyName: 'looks', PolicyDocument: JSON.stringify(MAY_LOOK) }),
    );
  }
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  policy = Policies.find(({ PolicyName }) => PolicyName?.includes('MayReveal'))?.Arn ?? '';
  await iam.send(new AttachUserPolicyCommand({ UserName: 'reveals', PolicyArn: policy }));
}, 60_000);
afterAll(async () => {
  await shop?.runtime.stop();
  rmSync(cdkOut, { recursive: true });
  vi.unstubAllEnvs();
});

/** What somebody needs who traces orders and looks at dead letters. */
const MAY_LOOK = {
  Statement: [
    { Effect: 'Allow', Action: ['lambda:List*', 'events:List*', 'sqs:*'], Resource: '*' },
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:*:*:function:*_monitor_api' },
  ],
};

describe('Whoever is not given the right', () => {
  test.each([
    ['trace', 'o-ada', '--reveal'],
    ['trace', 'o-ada', '--reveal', '--json'],
    ['rewind', 'o-ada', '--reveal'],
    ['dead-letters', '--reveal', 'o-broken'],
  ])('is told by %s %s %s who can give it, and is shown nothing; nor is anything logged', async (...args) => {
    const before = (await auditLog()).length;
    const { out, err, exitCode } = await asUser('looks', ...args);
    expect(err).toMatch(/^You may not see events unmasked: .* checkout_monitor_reveal\. .* MayRevealArn\.$/);
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
    expect((await auditLog()).length).toBe(before);
  });

  test('still sees the order masked, and may not call the function by any other way', async () => {
    const { out } = await asUser('looks', 'trace', 'o-ada', '--json');
    expect(JSON.parse(out).events.map(({ type }: { type: string }) => type)).toContain('AddressCorrected');
    expect(out).not.toMatch(PERSONAL);
    expect(shop.notices.map(sentence).join('\n')).toContain('lambda:GetFunctionUrlConfig');
  });
});

describe('Whoever is given it', () => {
  test('sees one order unmasked, also what came from outside, and it is logged who saw what when', async () => {
    const { out, err } = await asUser('reveals', 'trace', 'o-ada', '--reveal');
    expect(err).toBe('');
    for (const value of [ADA.name, ADA.email, '555-0199']) expect(out).toContain(value);
    expect(out).not.toContain(BOB.name);
    const [line] = (await auditLog()).slice(-1);
    expect(JSON.parse(line ?? '')).toMatchObject({
      ...{ level: 'INFO', message: 'revealed', timestamp: expect.any(String) },
      ...{ who: 'arn:aws:iam::000000000000:user/reveals', sourceIp: '127.0.0.1', key: 'o-ada' },
    });
    expect(JSON.parse(line ?? '').eventIds.length).toBeGreaterThan(3);
    expect(line).not.toMatch(PERSONAL);
  });

  test('sees it as JSON, before each event, and what was set aside of it', async () => {
    const traced = JSON.parse((await asUser('reveals', 'trace', 'o-ada', '--reveal', '--json')).out);
    const placed = traced.events.find(({ type }: { type: string }) => type === 'OrderPlaced');
    expect(placed.data.order.customer).toEqual(ADA);
    const moments = JSON.parse((await asUser('reveals', 'rewind', 'o-ada', '--reveal', '--json')).out).moments;
    expect(JSON.stringify(moments)).toContain(ADA.email);
    const letters = await asUser('reveals', 'dead-letters', '--reveal', 'o-broken');
    expect(letters.out).toContain(`"items": "${ADA.name}"`);
    expect(JSON.parse((await auditLog()).at(-1) ?? '')).toMatchObject({ key: 'o-broken' });
  });

  test('sees what is asked for without it masked, and saves no story unmasked', async () => {
    expect((await asUser('reveals', 'trace', 'o-ada', '--json')).out).not.toMatch(PERSONAL);
    expect((await asUser('reveals', 'dead-letters')).out).not.toMatch(PERSONAL);
    const file = join(cdkOut, 'story.json');
    const { err } = await asUser('reveals', 'trace', 'o-ada', '--reveal', '--save', file);
    expect(err).toBe('--save writes a story to hand on, which is always masked: leave out --reveal.');
    await asUser('reveals', 'trace', 'o-ada', '--save', file);
    expect(readFileSync(file, 'utf8')).not.toMatch(PERSONAL);
  });

  test('sees nothing any more once it is taken away', async () => {
    const iam = new IAMClient(shop.access);
    await iam.send(new DetachUserPolicyCommand({ UserName: 'reveals', PolicyArn: policy }));
    expect((await asUser('reveals', 'trace', 'o-ada', '--reveal')).err).toMatch(/^You may not see events unmasked/);
    await iam.send(new AttachUserPolicyCommand({ UserName: 'reveals', PolicyArn: policy }));
  });
});

test('Only the job that reveals may read what is unmasked, personal tells of it, and forget removes it', async () => {
  const told = JSON.parse((await command(['personal', cdkOut, '--json'])).out);
  expect(told.stores.find(({ name }: { name: string }) => name === 'checkout_monitor_clear')).toMatchObject({
    ...{ kind: 'table', as: 'whole', days: 30, readers: [{ name: 'monitor/reveal', keys: null }] },
  });
  const { out } = await command(['forget', ADA.id, cdkOut, '--endpoint-url', shop.runtime.endpoint]);
  expect(out).toMatch(/table checkout_monitor_clear: removed [1-9]\d* events/);
  const { Items = [] } = await new DynamoDBClient(shop.access).send(
    new ScanCommand({ TableName: 'checkout_monitor_clear' }),
  );
  expect(JSON.stringify(Items)).not.toMatch(PERSONAL);
  expect(JSON.stringify(Items)).toContain(BOB.name);
  const after = await asUser('reveals', 'trace', 'o-ada', '--reveal');
  expect(after.out).toContain('not kept unmasked');
  expect(after.out).not.toMatch(PERSONAL);
});

const keys = new Map<string, { id: string; secret: string }>();

/** Runs a command with the credentials of a user of the account. */
async function asUser(UserName: string, ...args: string[]) {
  if (!keys.has(UserName)) {
    const { AccessKey } = await new IAMClient(shop.access).send(new CreateAccessKeyCommand({ UserName }));
    keys.set(UserName, { id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? '' });
  }
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys.get(UserName)?.id);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.get(UserName)?.secret);
  try {
    const { out, err, exitCode } = await command([...args, '--endpoint-url', shop.runtime.endpoint]);
    return { out, err, exitCode };
  } finally {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  }
}

/** What the job that reveals has logged of it. */
async function auditLog(): Promise<string[]> {
  const { events = [] } = await new CloudWatchLogsClient(shop.access).send(
    new FilterLogEventsCommand({ logGroupName: '/aws/lambda/checkout_monitor_reveal', filterPattern: 'revealed' }),
  );
  return events.map(({ message = '' }) => message);
}

async function put(Source: string, DetailType: string, data: object): Promise<void> {
  const Detail = JSON.stringify({ data });
  await shop.events.send(new PutEventsCommand({ Entries: [{ EventBusName: 'checkout', Source, DetailType, Detail }] }));
}
