import { PurgeQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { shardOf } from '#monitor/table.ts';
import { BookLent, FeesPaid } from '../library/events.ts';
import { monitor } from '../library/functions/monitor/participant.ts';
import { loan, membership } from '../library/processes.ts';
import { aLoan, delivered } from '../library/said.ts';
import { aMonitorBench, type MonitorBench } from './monitor-bench.ts';

const remaining = { getRemainingTimeInMillis: () => 30_000 };

let bench: MonitorBench;
beforeAll(async () => {
  bench = await aMonitorBench();
}, 60_000);
beforeEach(() => bench.clear());
afterAll(() => bench?.stop());

/** What was logged as an error, and who logs it. */
function sweeping() {
  const errors: string[] = [];
  const logger = { error: (message: unknown, ..._rest: unknown[]) => void errors.push(String(message)) };
  return { errors, sweeping: { job: 'monitor/sweep', remaining, logger } };
}

/** A loan that was lent a day ago: it is late by now. */
const lent = (id: string) => {
  const event = delivered(BookLent, { data: { loan: aLoan(id) } }, `e-${id}`);
  return { ...event, time: new Date(Date.now() - 86_400_000).toISOString() };
};

describe('The sweep', () => {
  test('finds late instances behind more of them that cannot be read than it takes at once', async () => {
    const { findOverdue } = await import('#monitor/instances/find-overdue.ts');
    const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
    await bench.hear(
      monitor,
      Array.from({ length: 40 }, (_, i) => lent(`l-${i}`)),
    );
    const spoilt = Array.from({ length: 250 }, (_, i) => ({
      ...{ pk: `instance#spoilt-${i}`, sk: 'header#loan', told: Buffer.from('not deflated'), version: 1 },
      ...{
        listKey: 'loan#watched#3',
        listAt: `2026-01-01#${i}`,
        deadlineKey: 'loan#3',
        deadlineAt: '2026-01-01T00:00:00.000Z',
      },
    }));
    for (const Item of spoilt) await dynamodb.send('PutItem', { TableName: bench.table, Item });
    const { errors, sweeping: by } = sweeping();
    expect(await findOverdue(loan, monitor, by)).toEqual({ looked: 290, failed: 250 });
    expect(errors).toHaveLength(250);
    const late = (await bench.items()).filter(({ listKey }) => String(listKey).startsWith('loan#overdue#'));
    expect(late).toHaveLength(40);
    // The next one finds only what still fails.
    expect(await findOverdue(loan, monitor, sweeping().sweeping)).toEqual({ looked: 250, failed: 250 });
  });

  test('has what it finds by its start and cannot read found by its deadline, and holds up no other', async () => {
    const { findOverdue } = await import('#monitor/instances/find-overdue.ts');
    const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
    const item = (key: string, n: number) => ({
      ...{ pk: `instance#${key}`, sk: 'header#loan', told: Buffer.from('not deflated'), version: 1 },
      ...{ listKey: `loan#open#${shardOf(key)}`, listAt: `2026-01-01T00:00:00.000Z#${n}` },
    });
    const spoilt = Array.from({ length: 250 }, (_, n) => item(`spoilt-${n}`, n));
    const completed = { ...item('completed', 251), completedSaid: '2026-01-01T00:00:00.000Z' };
    for (const Item of [...spoilt, completed]) await dynamodb.send('PutItem', { TableName: bench.table, Item });
    await findOverdue(loan, monitor, sweeping().sweeping);
    const at = async (list: string) =>
      (await bench.items()).filter(({ listKey }) => String(listKey).startsWith(`loan#${list}#`)).length;
    expect([await at('watched'), await at('open')]).toEqual([250, 1]);
    expect(await findOverdue(loan, monitor, sweeping().sweeping)).toEqual({ looked: 250, failed: 250 });
  });

  test('reads each instance by its start once', async () => {
    const { findOverdue } = await import('#monitor/instances/find-overdue.ts');
    const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
    const completed = {
      ...{ pk: 'instance#l-1', sk: 'header#loan', version: 1, completedSaid: '2026-01-01T00:00:00.000Z' },
      ...{ listKey: `loan#open#${shardOf('l-1')}`, listAt: '2026-01-01T00:00:00.000Z#l-1' },
    };
    await dynamodb.send('PutItem', { TableName: bench.table, Item: completed });
    const actions = async () => {
      const send = vi.spyOn(dynamodb, 'send');
      await findOverdue(loan, monitor, sweeping().sweeping);
      const calls = send.mock.calls.map(([action]) => action).filter((action) => action !== 'Query');
      send.mockRestore();
      return calls;
    };
    expect(await actions()).toEqual(['GetItem', 'BatchGetItem', 'PutItem']);
    expect(await actions()).toEqual(['GetItem']);
  });

  test('does not say what would break its contract, and lists that instance as late all the same', async () => {
    const { findOverdue } = await import('#monitor/instances/find-overdue.ts');
    const { emptyHeader } = await import('#monitor/instances/header.ts');
    const { headerItem, putHeaderItem } = await import('#monitor/instances/header-items.ts');
    const began = new Date(Date.now() - 86_400_000);
    const seen = { MemberJoined: [{ eventId: 'e-1', at: began.toISOString() }] };
    // The key of a member is a number in every event.
    const record = { header: { ...emptyHeader('nobody'), seen }, events: [] };
    await putHeaderItem(headerItem(membership, record, undefined, began));
    const { errors, sweeping: by } = sweeping();
    expect(await findOverdue(membership, monitor, by)).toEqual({ looked: 1, failed: 0 });
    expect(errors).toEqual(['MembershipOverdue of nobody cannot be said']);
    expect((await bench.items()).map(({ listKey }) => listKey)).toContainEqual(
      expect.stringMatching(/^membership#overdue#/),
    );
    expect(await findOverdue(membership, monitor, sweeping().sweeping)).toEqual({ looked: 0, failed: 0 });
  });

  test('notes dead letters in portions until all are noted, and none twice', async () => {
    const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
    const { collectDeadLetters } = await import('#monitor/dead-letters/collect-dead-letters.ts');
    const letter = (n: number) => ({
      requestPayload: delivered(
        FeesPaid,
        { data: { member: { number: n, name: 'Ada' }, loans: [{ id: `l-${n}` }] } },
        `e-${n}`,
      ),
      responsePayload: { errorType: 'Error', errorMessage: 'the till is shut' },
    });
    for (let from = 0; from < 100; from += 10)
      await sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: bench.letters,
          Entries: Array.from({ length: 10 }, (_, i) => ({
            Id: `${i}`,
            MessageBody: JSON.stringify(letter(from + i)),
          })),
        }),
      );
    const collect = () => collectDeadLetters(monitor, async () => 'paid', sweeping().sweeping, 40);
    const noted = async () => (await bench.items()).filter(({ sk }) => String(sk).startsWith('letter#')).length / 2;
    const counts: number[] = [];
    for (let sweep = 0; sweep < 3; sweep++) {
      await collect();
      counts.push(await noted());
    }
    // Each is noted at a loan and at a member.
    expect(counts).toEqual([40, 80, 100]);
    await bench.clock.moveBy(90_000);
    await collect();
    expect(await noted()).toBe(100);
    const { instance } = await import('#monitor/endpoints/instance.ts');
    const view = await instance(loan, 'l-7', new URLSearchParams(), new Date());
    expect(view?.failures.map(({ error, step }) => [error, step])).toEqual([['Error: the till is shut', 'paid']]);
    // What was given back is gone from the notes when it is the turn of the empty queue.
    await sqs.send(new PurgeQueueCommand({ QueueUrl: bench.letters }));
    const sweep = (isInTurn: boolean) =>
      collectDeadLetters(
        monitor,
        async () => 'paid',
        sweeping().sweeping,
        40,
        () => isInTurn,
      );
    await sweep(false);
    expect(await noted()).toBe(100);
    await sweep(true);
    expect(await noted()).toBe(0);
  });

  test('adds up what was counted, each count once, also when two sweeps do it at the same time', async () => {
    const { addUp } = await import('#monitor/statistics/totals.ts');
    const { readStatistics } = await import('#monitor/statistics/job-statistics.ts');
    for (let i = 0; i < 20; i++) await bench.hear(monitor, [lent(`l-${i}`), lent(`m-${i}`)]);
    const saidAt = async (time: number) =>
      (await readStatistics(new Date(time), remaining)).map(({ job, said }) => [job, [...said.values()]]);
    const now = Date.now();
    const before = await saidAt(now);
    expect(before).toEqual([['lending', [40]]]);
    // The shards of the notes take turns.
    for (let minutes = 2; minutes < 11; minutes++) {
      const later = new Date(now + minutes * 60_000);
      await Promise.all([addUp(later, remaining), addUp(later, remaining), addUp(later, remaining)]);
    }
    expect(await saidAt(now + 660_000)).toEqual(before);
    // Notes are gone after an hour, what they counted is not.
    expect(await saidAt(now + 7_200_000)).toEqual(before);
  });

  test('reads no span of time again in which nothing was counted, however long that was', async () => {
    const { addUp } = await import('#monitor/statistics/totals.ts');
    const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
    const { endOfBucket } = await import('#monitor/notes/note-items.ts');
    // Five minutes after a span began, with the minute that the sweep keeps to.
    const now = endOfBucket(Date.now()) + 360_000;
    for (let minutes = 0; minutes < 44; minutes++) await addUp(new Date(now + minutes * 60_000), remaining);
    const send = vi.spyOn(dynamodb, 'send');
    await addUp(new Date(now + 44 * 60_000), remaining);
    const calls = send.mock.calls.map(([action]) => action).sort();
    send.mockRestore();
    expect(calls).toEqual(['BatchGetItem', 'Query']);
  });

  test.each([
    ['leaves the other shards for their turns', 10, false],
    ['adds up all shards as soon as one has much', 70, true],
  ])('%s', async (_, notes, isAdded) => {
    const { addUp, TOTALS } = await import('#monitor/statistics/totals.ts');
    const { noteBatch } = await import('#monitor/notes/note-items.ts');
    const write = (shard: number) => {
      const random = vi.spyOn(Math, 'random').mockReturnValue(shard / 8);
      return noteBatch([], [{ job: 'lending/lend', failed: 1 }], remaining).finally(() => random.mockRestore());
    };
    await write(5);
    for (let i = 0; i < notes; i++) await write(0);
    const eightMinutes = 480_000;
    // Then it is the turn of the first.
    await addUp(new Date(Math.ceil((Date.now() + 120_000) / eightMinutes) * eightMinutes), remaining);
    const items = await bench.items();
    expect(items.some(({ pk, sk }) => pk === 'jobs#0' && sk === TOTALS)).toBe(true);
    expect(items.some(({ pk, sk }) => pk === 'jobs#5' && sk === TOTALS)).toBe(isAdded);
  });
});
