import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DescribeArchiveCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '#local/runtime/notice.ts';
import { type Runtime, startRuntime } from '#local/start-runtime.ts';
import { StateFile } from '#local/state/state-file.ts';
import { aFunction, anAssembly, permission, queue } from '../assembly.ts';

const folder = mkdtempSync(join(tmpdir(), 'restart-'));
afterAll(() => rmSync(folder, { recursive: true }));
let runtime: Runtime | undefined;
afterEach(() => runtime?.stop());
let states = 0;

const table = (hash: string, range: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'loans',
    AttributeDefinitions: [hash, range, 'state'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-state',
        KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
});
const rule = (Targets: object[]) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: { source: ['test'] }, Targets },
});
const FUNCTION = { Id: 'f', Arn: 'arn:aws:lambda:us-east-1:000000000000:function:f' };

const ACCESS = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** Starts a runtime with the state of the one before it, which is stopped. */
async function start(cdkOut: string, state: string) {
  await runtime?.stop();
  const notices: Notice[] = [];
  runtime = await startRuntime({
    ...{ cdkOut, port: 0, state: new StateFile(state), onNotice: (notice: Notice) => notices.push(notice) },
  });
  const access = { ...ACCESS, endpoint: runtime.endpoint };
  return {
    ...{ runtime, notices, sqs: new SQSClient(access), tables: new DynamoDBClient(access) },
    ...{ bus: new EventBridgeClient(access), ses: new SESClient(access), logs: new CloudWatchLogsClient(access) },
    url: (name: string) => `${access.endpoint}/000000000000/${name}`,
  };
}
const newState = () => join(folder, `${states++}.log`);
const loan = (id: string, state: string) => ({
  TableName: 'loans',
  Item: { reader: { S: 'r' }, id: { S: id }, state: { S: state } },
});

describe('After a restart', () => {
  it('tables have their items, also by their indexes, and take more', async () => {
    const state = newState();
    const templates = anAssembly({ T: table('reader', 'id') });
    const before = await start(templates, state);
    await before.tables.send(new PutItemCommand(loan('1', 'open')));
    await before.tables.send(new PutItemCommand(loan('2', 'closed')));
    await before.tables.send(new PutItemCommand(loan('1', 'closed')));
    const after = await start(templates, state);
    const closed = await after.tables.send(
      new QueryCommand({
        ...{ TableName: 'loans', IndexName: 'by-state' },
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': { S: 'closed' } },
      }),
    );
    expect(closed.Items?.map(({ id }) => id?.S).sort()).toEqual(['1', '2']);
    expect(after.notices).toEqual([]);
  });

  it('a table whose keys are others now is empty, and that is told', async () => {
    const state = newState();
    const before = await start(anAssembly({ T: table('reader', 'id') }), state);
    await before.tables.send(new PutItemCommand(loan('1', 'open')));
    const after = await start(anAssembly({ T: table('id', 'reader') }), state);
    expect(after.notices).toEqual([{ kind: 'not-kept', what: 'table', names: ['loans'] }]);
    const again = await start(anAssembly({ T: table('id', 'reader') }), state);
    expect(again.notices).toEqual([]);
  });

  it('a message that was received is hidden as long as it was to be, and deleted by its receipt', async () => {
    const state = newState();
    const templates = anAssembly({ Q: queue('q') });
    const before = await start(templates, state);
    for (const MessageBody of ['a', 'c', 'b'])
      await before.sqs.send(new SendMessageCommand({ QueueUrl: before.url('q'), MessageBody }));
    const take = () => before.sqs.send(new ReceiveMessageCommand({ QueueUrl: before.url('q'), VisibilityTimeout: 60 }));
    await take();
    const { Messages: [third] = [] } = await take();
    const after = await start(templates, state);
    await after.sqs.send(new DeleteMessageCommand({ QueueUrl: after.url('q'), ReceiptHandle: third?.ReceiptHandle }));
    const receive = async () => {
      const { Messages = [] } = await after.sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl: after.url('q'), MaxNumberOfMessages: 10, VisibilityTimeout: 0 },
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
      );
      return Messages.map(({ Body, Attributes }) => `${Body} ${Attributes?.ApproximateReceiveCount}`);
    };
    expect(await receive()).toEqual(['b 1']);
    await runtime?.clock.moveBy(61_000);
    expect((await receive()).sort()).toEqual(['a 2', 'b 2']);
  });

  it('the clock is as far ahead as it was, and held if it was', async () => {
    const state = newState();
    const templates = anAssembly({ Q: queue('q') });
    const before = await start(templates, state);
    await before.runtime.clock.moveBy(86_400_000);
    const after = await start(templates, state);
    expect(after.runtime.clock.now() - Date.now()).toBeGreaterThan(86_000_000);
    after.runtime.clock.hold();
    const held = after.runtime.clock.now();
    const again = await start(templates, state);
    expect([again.runtime.clock.held, again.runtime.clock.now()]).toEqual([true, held]);
  });

  it('an event whose handler failed is tried again, with what is its code now', async () => {
    const state = newState();
    const resources = { F: aFunction('f'), P: permission('f'), R: rule([FUNCTION]) };
    const before = await start(
      anAssembly(resources, { f: "exports.handler = async () => { throw Error('no'); };" }),
      state,
    );
    before.runtime.clock.hold();
    await before.bus.send(
      new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'T', Detail: '{"n":12345678901234567890}' }] }),
    );
    await vi.waitFor(
      () => expect(before.notices).toContainEqual(expect.objectContaining({ kind: 'handler-failed', attempt: 1 })),
      {
        timeout: 10_000,
      },
    );
    const after = await start(
      anAssembly(resources, { f: 'exports.handler = async () => console.log("handled");' }),
      state,
    );
    const logged = async () => {
      const { events = [] } = await after.logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/f' }));
      return events.map(({ message }) => message).join('\n');
    };
    await after.runtime.idle();
    await vi.waitFor(async () => expect(await logged()).toContain('handled'), { timeout: 10_000 });
    // What the run before logged is there, too.
    expect(await logged()).toContain('no');
  });

  it('archived events, emails and the rhythm of schedules are there', async () => {
    const state = newState();
    const templates = anAssembly({
      A: {
        Type: 'AWS::Events::Archive',
        Properties: { ArchiveName: 'all', SourceArn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
      },
      S: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ScheduleExpression: 'rate(1 hour)',
          Targets: [{ Id: 'q', Arn: 'arn:aws:sqs:us-east-1:000000000000:q' }],
        },
      },
      Q: queue('q'),
      QP: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Q' }],
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: '*',
              },
            ],
          },
        },
      },
    });
    const before = await start(templates, state);
    await before.bus.send(new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'T', Detail: '{}' }] }));
    const email = {
      Source: 'a@example.com',
      Destination: { ToAddresses: ['b@example.com'] },
      Message: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'there' } } },
    };
    await before.ses.send(new SendEmailCommand(email));
    await before.runtime.clock.moveBy(50 * 60_000);
    const after = await start(templates, state);
    expect(await after.bus.send(new DescribeArchiveCommand({ ArchiveName: 'all' }))).toMatchObject({ EventCount: 1 });
    expect(await after.runtime.emails()).toMatchObject([{ to: ['b@example.com'], subject: 'Hello' }]);
    const visible = async () =>
      (await after.sqs.send(new ReceiveMessageCommand({ QueueUrl: after.url('q') }))).Messages ?? [];
    expect(await visible()).toHaveLength(0);
    await after.runtime.clock.moveBy(11 * 60_000);
    await vi.waitFor(async () => expect(await visible()).toHaveLength(1));
  });

  it('schedules that the API made go on, with what fell due meanwhile made up for once', async () => {
    const state = newState();
    const templates = anAssembly({ Q: queue('q') });
    const before = await start(templates, state);
    before.runtime.clock.hold();
    const scheduler = ({ runtime: { endpoint } }: typeof before) =>
      new SchedulerClient({ ...ACCESS, endpoint, maxAttempts: 1 });
    await scheduler(before).send(new CreateScheduleGroupCommand({ Name: 'g' }));
    const Target = {
      Arn: 'arn:aws:sqs:us-east-1:000000000000:q',
      RoleArn: 'arn:aws:iam::000000000000:role/unknown',
      Input: 'due',
    };
    const StartDate = new Date(before.runtime.clock.now() + 60_000);
    const schedule = { Target, StartDate, FlexibleTimeWindow: { Mode: 'OFF' as const } };
    const create = (Name: string, ScheduleExpression: string) =>
      scheduler(before).send(new CreateScheduleCommand({ Name, GroupName: 'g', ScheduleExpression, ...schedule }));
    await create('hourly', 'rate(1 hour)');
    const once = new Date(StartDate.getTime() + 3_600_000).toISOString().slice(0, 19);
    await create('once', `at(${once})`);
    await before.runtime.clock.moveBy(2 * 60_000);
    const messages = async ({ sqs, url }: typeof before) => {
      const QueueUrl = url('q');
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages.length;
    };
    expect(await messages(before)).toBe(1);
    await before.runtime.stop();
    runtime = undefined;
    later(state, 150 * 60_000);

    const after = await start(templates, state);
    await after.runtime.clock.moveBy(1);
    expect(await messages(after)).toBe(2);
    const { Schedules } = await scheduler(after).send(new ListSchedulesCommand({ GroupName: 'g' }));
    expect(Schedules?.map(({ Name }) => Name)).toEqual(['hourly', 'once']);
    await after.runtime.clock.moveBy(30 * 60_000);
    expect(await messages(after)).toBe(1);
  });
});

/** Lets time pass while nothing runs. */
function later(state: string, milliseconds: number): void {
  const file = new StateFile(state);
  const { heldAt = 0, ...setting } = file.get('clock') as { heldAt?: number; ahead: number };
  file.put('clock', { ...setting, heldAt: heldAt + milliseconds });
  file.close();
}
