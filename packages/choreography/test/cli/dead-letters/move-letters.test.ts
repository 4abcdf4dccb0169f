import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { moveLetters } from '#cli/dead-letters/move-letters.ts';
import { aFunction, anAssembly, queue } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';
import { choreography } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'move-letters-'));
const handled = join(folder, 'handled');
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes down what it handled, as a job does that takes the record of an invocation and an event as it is. */
const HANDLER = `
const { appendFileSync } = require('node:fs');
exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const { requestPayload, ...event } = JSON.parse(body);
    appendFileSync(process.env.HANDLED, (requestPayload ?? event).detail.data.order.id + '\\n');
  }
  return { batchItemFailures: [] };
};`;

const NAME = 'checkout_shop_many';
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const cdkOut = anAssembly(
  {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'checkout' } },
    Many: aFunction('code', { FunctionName: NAME, Environment: { Variables: { HANDLED: handled } } }),
    Letters: queue(`${NAME}_dlq`),
    Retries: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: `${NAME}_retry`,
        RedrivePolicy: { deadLetterTargetArn: arnOf('Letters'), maxReceiveCount: 1000 },
      },
    },
    Again: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        ...{ FunctionName: { Ref: 'Many' }, EventSourceArn: arnOf('Retries'), BatchSize: 10 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    Config: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        ...{ FunctionName: NAME, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
        DestinationConfig: { OnFailure: { Destination: arnOf('Retries') } },
      },
    },
  },
  { code: HANDLER },
);

let shop: Awaited<ReturnType<typeof aRuntime>>;
let sqs: SQSClient;
let url: (name: string) => string;
beforeEach(async () => {
  rmSync(handled, { force: true });
  shop = await aRuntime(cdkOut);
  sqs = new SQSClient(shop.access);
  url = (name) => `${shop.runtime.endpoint}/000000000000/${NAME}_${name}`;
  return () => shop.runtime.stop();
});

/** Sets events aside: each second as the record of an invocation, the others as they are. */
async function setAside(count: number): Promise<void> {
  const bodies = Array.from({ length: count }, (_, n) => {
    const event = {
      ...{ 'detail-type': 'OrderPlaced', source: 'shop.open', time: '2026-11-24T12:00:00Z', id: `e-${n}` },
      detail: { data: { order: { id: `o-${n}` } } },
    };
    return JSON.stringify(n % 2 === 0 ? event : { requestContext: { condition: 'Refused' }, requestPayload: event });
  });
  for (let at = 0; at < count; at += 10) {
    const Entries = bodies.slice(at, at + 10).map((MessageBody, n) => ({ Id: `${n}`, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url('dlq'), Entries }));
  }
}
const command = (...args: string[]) =>
  choreography(['redrive', 'many', '--endpoint-url', shop.runtime.endpoint, ...args]);
const whatWasHandled = () => (existsSync(handled) ? readFileSync(handled, 'utf8').trim().split('\n') : []);
const each = (count: number) => Array.from({ length: count }, (_, n) => `o-${n}`);
const left = async () => {
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url('dlq'), AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
};

test('many letters are moved by SQS, whatever shape they have, and each is done once', async () => {
  await setAside(250);
  expect(JSON.parse((await command('--json')).out)).toMatchObject({ given: 250, still: 0, brokenOff: false });
  await shop.runtime.idle();
  expect(whatWasHandled().sort()).toEqual(each(250).sort());
  expect(await left()).toBe(0);
});

test('letters that somebody else is reading stay, and are told', async () => {
  await setAside(120);
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: url('dlq'), MaxNumberOfMessages: 10, VisibilityTimeout: 600 }));
  const { out } = await command();
  expect(out).toContain('Gave 110 dead letters back to shop/many.');
  expect(out).toContain('10 are there still: read by others, or set aside again.');
});

test('one instance is given back by itself, however many letters there are', async () => {
  await setAside(120);
  const { out } = await command('--key', 'o-7', '--key-path', 'order.id');
  expect(out).toContain('Gave 1 dead letter back to shop/many.\n119 of others stayed.');
  await shop.runtime.idle();
  expect(whatWasHandled()).toEqual(['o-7']);
});

test('broken off, it leaves the rest in the queue, and moves that when it is run again', async () => {
  await setAside(300);
  const [SourceArn, DestinationArn] = ['dlq', 'retry'].map(
    (name) => `arn:aws:sqs:us-east-1:000000000000:${NAME}_${name}`,
  );
  // As a command would that was killed: the task goes on without it, and is slow.
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: 400 }));
  const stopped = new AbortController();
  const progress = (moved: number) => (moved > 0 ? stopped.abort() : undefined);
  const how = { tell: () => {}, progress, signal: stopped.signal };
  const first = await moveLetters(sqs, { from: url('dlq'), to: url('retry') }, how);
  expect(first?.moved).toBeGreaterThan(0);
  expect(first?.still).toBeGreaterThan(0);
  const rest = await left();
  expect(JSON.parse((await command('--json')).out)).toMatchObject({ given: rest });
  await shop.runtime.idle();
  expect(whatWasHandled().sort()).toEqual(each(300).sort());
});

test('where SQS moves nothing, they are given back by tens', async () => {
  await setAside(120);
  const send = sqs.send.bind(sqs);
  const refusing = Object.assign(Object.create(sqs), {
    send: (asked: unknown) =>
      asked instanceof StartMessageMoveTaskCommand
        ? send(new StartMessageMoveTaskCommand({ SourceArn: 'arn:aws:sqs:us-east-1:000000000000:nowhere' }))
        : send(asked as never),
  }) as SQSClient;
  const told: string[] = [];
  const how = { tell: (line: string) => told.push(line), progress: () => {}, signal: new AbortController().signal };
  expect(await moveLetters(refusing, { from: url('dlq'), to: url('retry') }, how)).toBeUndefined();
  expect(told).toEqual([
    'SQS does not move letters itself here (ResourceNotFoundException): they are given back by tens.',
  ]);
});
