import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, permission, queue, queuePolicy, table } from '../assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'killed-'));
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const ARN = 'arn:aws:sqs:us-east-1:000000000000:';
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:topic.fifo';
const fifo = (Type: string, name: object) => ({
  Type,
  Properties: { ...name, [Type === 'AWS::SQS::Queue' ? 'FifoQueue' : 'FifoTopic']: true },
});
const templates = anAssembly(
  {
    Items: table('items'),
    Sent: queue('sent'),
    Heard: queue('heard'),
    Once: fifo('AWS::SQS::Queue', { QueueName: 'once.fifo' }),
    Topic: fifo('AWS::SNS::Topic', { TopicName: 'topic.fifo' }),
    Subscribed: fifo('AWS::SQS::Queue', { QueueName: 'subscribed.fifo' }),
    SubscribedPolicy: queuePolicy('Subscribed', 'sns.amazonaws.com'),
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: `${ARN}subscribed.fifo`,
        RawMessageDelivery: true,
      },
    },
    HeardPolicy: queuePolicy('Heard'),
    Handled: queue('handled'),
    F: aFunction('f'),
    FPermission: permission('f'),
    FRole: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: 'f',
        Qualifier: '$LATEST',
        DestinationConfig: { OnSuccess: { Destination: `${ARN}handled` } },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['test'] },
        Targets: [
          { Id: 'queue', Arn: `${ARN}heard` },
          { Id: 'function', Arn: 'arn:aws:lambda:us-east-1:000000000000:function:f' },
        ],
      },
    },
  },
  { f: "exports.handler = async () => { await new Promise((wake) => setTimeout(wake, 30)); return 'done'; };" },
);

async function aProcess(state: string) {
  const script = fileURLToPath(new URL('./runtime-to-kill.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--conditions=@choreography/source', '--import', 'tsx', script, templates, state],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(child);
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(complaint);
    }),
  ]);
  const access = {
    endpoint: String(line).trim(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const sqs = new SQSClient(access);
  const tables = new DynamoDBClient(access);
  const bus = new EventBridgeClient(access);
  const topics = new SNSClient(access);
  const url = (name: string) => `${access.endpoint}/000000000000/${name}`;
  return {
    put: (id: string) => tables.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: id } } })),
    async items() {
      const { Items = [] } = await tables.send(new ScanCommand({ TableName: 'items' }));
      return Items.map(({ id }) => id?.S ?? '');
    },
    send: (body: string) => sqs.send(new SendMessageCommand({ QueueUrl: url('sent'), MessageBody: body })),
    sendOnce: async (id: string) => {
      const asked = { QueueUrl: url('once.fifo'), MessageBody: id, MessageGroupId: 'g', MessageDeduplicationId: id };
      const { MessageId, SequenceNumber } = await sqs.send(new SendMessageCommand(asked));
      return { MessageId, SequenceNumber };
    },
    publishOnce: async (id: string) => {
      const asked = { TopicArn: TOPIC, Message: id, MessageGroupId: 'g', MessageDeduplicationId: id };
      const { MessageId, SequenceNumber } = await topics.send(new PublishCommand(asked));
      return { MessageId, SequenceNumber };
    },
    say: (id: string) =>
      bus.send(
        new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'T', Detail: JSON.stringify({ id }) }] }),
      ),
    /** Receives some messages, notes them and deletes them; returns whether there were any. */
    async take(name: string, note: (body: string) => void): Promise<boolean> {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: url(name), MaxNumberOfMessages: 10, VisibilityTimeout: 1 }),
      );
      for (const { Body = '' } of Messages) note(Body);
      for (const { ReceiptHandle } of Messages)
        await sqs.send(new DeleteMessageCommand({ QueueUrl: url(name), ReceiptHandle }));
      return Messages.length > 0;
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
      running.delete(child);
    },
  };
}

/** What was answered, by what it was. */
const answered = {
  items: new Set<string>(),
  sent: new Set<string>(),
  said: new Set<string>(),
  taken: new Set<string>(),
};

describe('A runtime that is killed at a random moment under load', () => {
  it('has lost nothing that it had answered', { timeout: 180_000 }, async () => {
    const state = join(folder, 'state.log');
    for (let run = 0; run < 3; run++) {
      const local = await aProcess(state);
      let over = false;
      const most = answered.said.size + 15 + Math.floor(Math.random() * 40);
      const enough = () => over || answered.said.size >= most;
      const load = async (name: string, act: (id: string) => Promise<unknown>, kept: Set<string>) => {
        for (let at = 0; !enough(); at++) {
          const id = `${name}-${run}-${at}`;
          await act(id).then(
            () => kept.add(id),
            () => {
              over = true;
            },
          );
        }
      };
      const taking = async () => {
        while (!enough()) await local.take('sent', (body) => answered.taken.add(body)).catch(() => {});
      };
      const loads = [
        load('item', local.put, answered.items),
        load('message', local.send, answered.sent),
        load('event', local.say, answered.said),
        load('other', local.say, answered.said),
        taking(),
      ];
      await Promise.race(loads);
      await local.kill();
      await Promise.all(loads);
    }
    const local = await aProcess(state);
    expect(missing(answered.items, await local.items())).toEqual([]);
    const heard: string[] = [];
    const handled: string[] = [];
    const sent = [...answered.taken];
    await vi.waitFor(
      async () => {
        for (const [name, bodies] of [
          ['sent', sent],
          ['heard', heard],
          ['handled', handled],
        ] as const)
          while (await local.take(name, (body) => bodies.push(body)));
        expect(missing(answered.sent, sent)).toEqual([]);
        expect(
          missing(
            answered.said,
            heard.map((body) => JSON.parse(body).detail.id),
          ),
        ).toEqual([]);
        expect(
          missing(
            answered.said,
            handled.map((body) => JSON.parse(body).requestPayload.detail.id),
          ),
        ).toEqual([]);
      },
      { timeout: 60_000, interval: 100 },
    );
    await local.kill();
  });

  it('takes no message twice that a FIFO queue or topic had taken, and counts on', async () => {
    const state = join(folder, 'fifo.log');
    const before = await aProcess(state);
    const sent = await before.sendOnce('a');
    const published = await before.publishOnce('b');
    const taken: string[] = [];
    for (const name of ['once.fifo', 'subscribed.fifo']) await before.take(name, (body) => taken.push(body));
    expect(taken).toEqual(['a', 'b']);
    await before.kill();

    const local = await aProcess(state);
    expect([await local.sendOnce('a'), await local.publishOnce('b')]).toEqual([sent, published]);
    for (const name of ['once.fifo', 'subscribed.fifo'])
      expect(await local.take(name, (body) => taken.push(body))).toBe(false);
    const later = [await local.sendOnce('c'), await local.publishOnce('d')];
    for (const [at, { SequenceNumber = '' }] of later.entries())
      expect(BigInt(SequenceNumber)).toBeGreaterThan(BigInt([sent, published][at]?.SequenceNumber ?? ''));
    await local.kill();
  });
});

const missing = (expected: ReadonlySet<string>, found: readonly string[]): string[] => {
  const there = new Set(found);
  return [...expected].filter((id) => !there.has(id));
};
