import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { redriveProgress } from '#cli/dead-letters/redrive-progress.ts';
import { aFunction, anAssembly, permission, queue, queuePolicy, rule } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';
import { choreography } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'redrive-'));
const mended = join(folder, 'mended');
const handled = join(folder, 'handled');

/** Writes down what it handled; fails for what is broken, until it is mended. */
const HANDLER = `
const { appendFileSync, existsSync } = require('node:fs');
exports.handler = async (event) => {
  if (event.detail.data.broken && !existsSync(process.env.MENDED)) throw new RangeError('it is broken');
  appendFileSync(process.env.HANDLED, event.detail.data.order.id + '\\n');
};`;

const NAME = 'checkout_shop_fragile';
const EVENT = { 'detail-type': 'OrderPlaced', source: 'shop.open', time: '2026-11-24T12:00:00Z' };
const functionOf = (name: string) => ({
  [name]: aFunction('code', {
    FunctionName: name,
    Environment: { Variables: { MENDED: mended, HANDLED: handled } },
  }),
});
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const onBus = ({ Type, Properties }: ReturnType<typeof rule>) => ({
  Type,
  Properties: { ...Properties, EventBusName: 'checkout' },
});
const cdkOut = anAssembly(
  {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'checkout' } },
    ...functionOf(NAME),
    ...functionOf('checkout_shop_closed'),
    FragileQueue: queue(`${NAME}_dlq`),
    ClosedQueue: queue('checkout_shop_closed_dlq'),
    ClosedQueuePolicy: queuePolicy('ClosedQueue'),
    GoneQueue: queue('checkout_shop_gone_dlq'),
    GoneQueuePolicy: queuePolicy('GoneQueue'),
    Other: queue('checkout_elsewhere'),
    Permission: permission(NAME),
    Config: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: NAME,
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: arnOf('FragileQueue') } },
      },
    },
    Open: onBus(rule('open', { Arn: arnOf(NAME) }, { source: ['shop.open'] })),
    // There is no function for this one.
    Gone: onBus(
      rule(
        'gone',
        { Arn: 'arn:aws:lambda:us-east-1:000000000000:function:gone', DeadLetterConfig: { Arn: arnOf('GoneQueue') } },
        { source: ['shop.gone'] },
      ),
    ),
    // No permission lets this rule invoke the function.
    Closed: onBus(
      rule(
        'closed',
        { Arn: arnOf('checkout_shop_closed'), DeadLetterConfig: { Arn: arnOf('ClosedQueue') } },
        { source: ['shop.closed'] },
      ),
    ),
  },
  { code: HANDLER },
);

let shop: Awaited<ReturnType<typeof aRuntime>>;
beforeEach(async () => {
  shop = await aRuntime(cdkOut);
  return () => shop.runtime.stop();
});
afterEach(() => {
  for (const file of [mended, handled]) rmSync(file, { force: true });
});

const put = async (source: string, order: string, data: object = {}) => {
  const Detail = JSON.stringify({ data: { order: { id: order }, ...data } });
  await shop.events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: 'checkout', Source: source, DetailType: 'OrderPlaced', Detail }],
    }),
  );
  await shop.runtime.idle();
};
const command = (...args: string[]) => choreography([...args, '--endpoint-url', shop.runtime.endpoint]);
const letters = async () => JSON.parse((await command('dead-letters', '--json')).out);
const whatWasHandled = () => (existsSync(handled) ? readFileSync(handled, 'utf8').trim().split('\n') : []);

test('both kinds of dead letters are told with job, event, order, error and attempts', async () => {
  await put('shop.open', 'o-1', { broken: true });
  await put('shop.closed', 'o-2');

  expect(await letters()).toMatchObject([
    {
      job: 'shop/closed',
      kind: 'not delivered',
      event: { source: 'shop.closed', detailType: 'OrderPlaced' },
      key: 'o-2',
      error: expect.stringContaining('NO_PERMISSIONS'),
      attempts: 1,
    },
    { job: 'shop/fragile', kind: 'not handled', key: 'o-1', error: 'RangeError: it is broken', attempts: 1 },
  ]);
  const { out } = await command('dead-letters', 'fragile');
  expect(out).toMatch(
    /^shop\/fragile: 1 in checkout_shop_fragile_dlq\n {2}OrderPlaced of o-1 \(event .*\), not handled in 1 attempt, /,
  );
  expect(out).toContain('    RangeError: it is broken\n  Give them back with: npx choreography redrive shop/fragile');
  expect(await letters()).toHaveLength(2);
});

test('what was set aside is given back to its job alone, and is gone when the job took it', async () => {
  await put('shop.open', 'o-1', { broken: true });
  await put('shop.closed', 'o-2');
  writeFileSync(mended, '');

  expect((await command('redrive', 'shop/fragile')).out).toMatch(
    /✓ 1 {2}OrderPlaced of o-1 .*\nGave 1 dead letter back to shop\/fragile\./s,
  );
  await vi.waitFor(() => expect(whatWasHandled()).toEqual(['o-1']));
  expect((await command('redrive', 'closed')).out).toContain('Gave 1 dead letter back to shop/closed.');
  await vi.waitFor(() => expect(whatWasHandled()).toEqual(['o-1', 'o-2']));

  expect((await command('dead-letters')).out).toBe('There are no dead letters.');
  expect((await command('redrive', 'closed')).out).toBe('Gave 0 dead letters back to shop/closed.');
});

test('one order alone is given back, and a dry run gives nothing back', async () => {
  for (const order of ['o-1', 'o-2', 'o-3']) await put('shop.closed', order);

  const dry = await command('redrive', 'closed', '--dry-run');
  expect(dry.out).toContain('Would give 3 dead letters back to shop/closed.');
  expect(await letters()).toHaveLength(3);

  const { out } = await command('redrive', 'closed', '--key', 'o-2');
  expect(out).toContain('Gave 1 dead letter back to shop/closed.\n2 of others stayed.');
  await vi.waitFor(() => expect(whatWasHandled()).toEqual(['o-2']));
  expect((await letters()).map(({ key }: { key: string }) => key).sort()).toEqual(['o-1', 'o-3']);
});

test('a letter that another reads is waited for', async () => {
  const QueueUrl = `${shop.runtime.endpoint}/000000000000/checkout_shop_closed_dlq`;
  const sqs = new SQSClient(shop.access);
  await put('shop.closed', 'o-1');
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1 }));

  expect((await command('redrive', 'closed')).out).toMatch(
    /Waiting for 1 that others are reading\..*Gave 1 dead letter back to shop\/closed\./s,
  );
  expect(await letters()).toEqual([]);
});

test('a letter stays when its job does not take it', async () => {
  await put('shop.gone', 'o-1');
  const { err, exitCode } = await command('redrive', 'gone');
  expect(err).toMatch(
    /answered with ResourceNotFoundException: Function not found: arn:.*:function:checkout_shop_gone/,
  );
  expect(exitCode).toBe(1);
  expect(await letters()).toMatchObject([{ key: 'o-1', kind: 'not delivered' }]);
});

test('what fails again is set aside again, and does not go round', async () => {
  await put('shop.open', 'o-1', { broken: true });
  const { out } = await command('redrive', 'fragile');
  expect(out).toContain('Gave 1 dead letter back');
  await shop.runtime.idle();
  expect(await letters()).toMatchObject([{ key: 'o-1', kind: 'not handled' }]);
});

test('broken off, it leaves what was not given back, and goes on when it is run again', async () => {
  const Entries = Array.from({ length: 95 }, (_, n) => ({
    Id: String(n % 10),
    MessageBody: JSON.stringify({ ...EVENT, id: `e-${n}`, detail: { data: { order: { id: `o-${n}` } } } }),
  }));
  const QueueUrl = `${shop.runtime.endpoint}/000000000000/${NAME}_dlq`;
  const sqs = new SQSClient(shop.access);
  for (let at = 0; at < Entries.length; at += 10)
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: Entries.slice(at, at + 10) }));

  let given = 0;
  const stop = (line: string) => {
    // Another signal would end the process.
    if (line.includes(' ✓ ') && given++ === 0) process.emit('SIGINT');
  };
  const brokenOff = await choreography(
    ['redrive', 'fragile', '--key-path', 'order.id', '--endpoint-url', shop.runtime.endpoint],
    stop,
  );
  expect(brokenOff).toMatchObject({ exitCode: 1, err: 'Broken off. What was not given back stayed: run it again.' });
  const first = Number(/Gave (\d+) dead letters back/.exec(brokenOff.out)?.[1]);
  expect(first).toBeGreaterThan(0);
  expect(await letters()).toHaveLength(95 - first);

  expect((await command('redrive', 'fragile')).out).toContain(`Gave ${95 - first} dead letters back`);
  await shop.runtime.idle();
  expect(new Set(whatWasHandled())).toEqual(new Set(Array.from({ length: 95 }, (_, n) => `o-${n}`)));
});

test('many letters are told by how far it is, and as JSON by how many there were', async () => {
  for (let n = 1; n <= 3; n++) await put('shop.closed', `o-${n}`);
  expect(JSON.parse((await command('redrive', 'closed', '--json')).out)).toMatchObject({
    ...{ job: 'shop/closed', given: 3, left: 0, cameBack: 0, keyless: 0, brokenOff: false },
  });
  const told: string[] = [];
  let time = 0;
  const progress = redriveProgress(
    10_000,
    (line) => told.push(line),
    () => time,
  );
  for (const done of [100, 1000, 2000]) {
    time += 900;
    progress(done);
  }
  expect(told).toEqual([expect.stringMatching(/^1000 of about 10000, 556 a second, done at \d\d:\d\d:\d\d$/)]);
});

test('what cannot be done is said in a sentence', async () => {
  expect(await command('redrive', 'paint')).toEqual({
    out: '',
    err: 'There is no job "paint" with a dead-letter queue. There are: shop/closed, shop/fragile, shop/gone.',
    exitCode: 1,
  });
  expect(await choreography(['dead-letters', '--endpoint-url', 'http://127.0.0.1:1'])).toMatchObject({
    err: expect.stringContaining('Nothing answers at http://127.0.0.1:1 (ECONNREFUSED)'),
    exitCode: 1,
  });
});
