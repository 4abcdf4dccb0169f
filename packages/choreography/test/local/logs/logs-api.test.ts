import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateDescribeLogStreams,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';
import { following } from './tail.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let logs: CloudWatchLogsClient;
let groups = 0;
beforeAll(async () => {
  const code =
    "exports.handler = async ({ say }) => { for (const line of say) process.stdout.write(JSON.stringify(line) + '\\n'); };";
  local = await aRuntime(anAssembly({ Talker: aFunction('talker') }, { talker: code }));
  logs = new CloudWatchLogsClient(local.access);
});
afterAll(() => local.runtime.stop());

const say = async (...words: string[]) => {
  const Payload = JSON.stringify({ say: words.map((word) => ({ level: word === 'ouch' ? 'ERROR' : 'INFO', word })) });
  await local.lambda.send(new InvokeCommand({ FunctionName: 'talker', Payload }));
  await local.runtime.idle();
};
const wordsIn = (events: { message?: string | undefined }[]) =>
  events.map(({ message = '' }) => /"word":"(\w+)"/.exec(message)?.[1]).filter((word) => word !== undefined);

describe('aws logs tail', () => {
  const logGroupName = '/aws/lambda/talker';

  it('--follow tells each line once, in order, also those of one millisecond', async () => {
    local.runtime.clock.hold();
    await say('one', 'two');
    const poll = following(logs, { logGroupName, limit: 1 });
    expect(wordsIn(await poll())).toEqual(['one', 'two']);
    expect(await poll()).toEqual([]);
    await say('three');
    expect(wordsIn(await poll())).toEqual(['three']);
    await local.runtime.clock.moveBy(1000);
    await say('four');
    expect(wordsIn(await poll())).toEqual(['four']);
    expect(await poll()).toEqual([]);
    local.runtime.clock.release();
  });

  it('--since leaves out what is older, and --filter-pattern what it does not match', async () => {
    await say('before');
    await local.runtime.clock.moveBy(60_000);
    const since = local.runtime.clock.now();
    await say('fine', 'ouch');
    const poll = following(logs, { logGroupName, startTime: since });
    expect(wordsIn(await poll())).toEqual(['fine', 'ouch']);
    const errors = following(logs, { logGroupName, startTime: since, filterPattern: '{ $.level = "ERROR" }' });
    expect(wordsIn(await errors())).toEqual(['ouch']);
  });
});

describe('CloudWatch Logs', () => {
  let logGroupName: string;
  const stream = (logStreamName: string) => logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const put = (logStreamName: string, ...times: number[]) =>
    logs.send(
      new PutLogEventsCommand({
        ...{ logGroupName, logStreamName },
        logEvents: times.map((timestamp) => ({ timestamp, message: `${logStreamName} ${timestamp}` })),
      }),
    );
  beforeEach(async () => {
    logGroupName = `group-${++groups}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
  });

  it('tells the events of all streams by their time, page by page, up to and with the end', async () => {
    await stream('a');
    await stream('b');
    await put('b', 2, 4, 5);
    await put('a', 1, 3, 4, 6);
    const told: (string | undefined)[] = [];
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: logs, pageSize: 2 },
      { logGroupName, endTime: 5 },
    ))
      told.push(...events.map(({ message }) => message));
    expect(told).toEqual(['a 1', 'b 2', 'a 3', 'b 4', 'a 4', 'b 5']);
    // One stream's end is left out (API reference: GetLogEvents).
    const { events } = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName: 'b', endTime: 5, startFromHead: true }),
    );
    expect(events?.map(({ message }) => message)).toEqual(['b 2', 'b 4']);
  });

  it('lists streams page by page, and deletes one with its events', async () => {
    for (const name of ['c', 'a', 'b']) await stream(name);
    await put('a', 1);
    await put('b', 2);
    const names: (string | undefined)[] = [];
    for await (const { logStreams = [] } of paginateDescribeLogStreams({ client: logs, pageSize: 2 }, { logGroupName }))
      names.push(...logStreams.map(({ logStreamName }) => logStreamName));
    expect(names).toEqual(['a', 'b', 'c']);
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName: 'a' }));
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events?.map(({ message }) => message)).toEqual(['b 2']);
  });

  it('keeps how long events are kept', async () => {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(logGroups).toMatchObject([{ retentionInDays: 14 }]);
  });

  it.each([
    ['days that there are not', () => new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 15 })],
    ['a token of its own making', () => new FilterLogEventsCommand({ logGroupName, nextToken: 'x' })],
    ['a limit of none', () => new FilterLogEventsCommand({ logGroupName, limit: 0 })],
    [
      'names and a prefix at once',
      () => new FilterLogEventsCommand({ logGroupName, logStreamNames: ['a'], logStreamNamePrefix: 'b' }),
    ],
    [
      'events that are not in order',
      () =>
        new PutLogEventsCommand({
          ...{ logGroupName, logStreamName: 'a' },
          logEvents: [2, 1].map((timestamp) => ({ timestamp, message: '' })),
        }),
    ],
    [
      'a prefix in the order of time',
      () => new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', logStreamNamePrefix: 'a' }),
    ],
  ])('refuses %s', async (_, command) => {
    await stream('a');
    await expect(logs.send(command() as FilterLogEventsCommand)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
