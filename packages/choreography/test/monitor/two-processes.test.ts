import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { monitorAt } from '#cli/instance/ask-monitor.ts';
import { graphOf } from '#graph/graph-of.ts';
import type {
  FoundAnswer,
  InstancesAnswer,
  InstanceView,
  ProcessesAnswer,
  UnmatchedAnswer,
} from '#monitor/api-types.ts';
import { readTemplates } from '#template/read-templates.ts';
import {
  BookFetched,
  BookLent,
  BooksPosted,
  BooksReturned,
  FeesPaid,
  LoanCancelled,
  MemberJoined,
  ShelfMoved,
} from '../library/events.ts';
import { aMonitoredLibrary, type MonitoredLibrary } from '../library/monitored-library.ts';
import { aLoan } from '../library/said.ts';

const WAIT = { timeout: 30_000, interval: 100 };

/** Two processes on one bus, as they are deployed: asked as the page and the terminal ask. */
describe('A monitor of two processes', () => {
  let library: MonitoredLibrary;
  beforeAll(async () => {
    library = await aMonitoredLibrary();
  }, 180_000);
  afterAll(() => library?.stop());

  const view = (process: string, key: string) => library.get<InstanceView>(`/processes/${process}/instances/${key}`);
  const member = (number: number, name = 'Ada Lovelace') => ({ number, name });
  const saidOf = ({ events }: InstanceView, type: string) => events.filter((event) => event.type === type);

  test('tells of both in their own words', async () => {
    const { processes } = await library.get<ProcessesAnswer>('/processes');
    expect(processes).toMatchObject([
      { name: 'loan', words: { one: 'loan', many: 'loans', party: 'Member' }, completed: 'LoanCompleted' },
      { name: 'membership', words: { one: 'member', many: 'members', party: null }, overdue: 'MembershipOverdue' },
    ]);
  });

  test('keeps an event at each instance that it belongs to, under the key of each process, and no other', async () => {
    for (const id of ['l-1', 'l-2']) await library.put({ event: BookLent, data: { loan: aLoan(id, 1, 41) } });
    await library.put({ event: FeesPaid, data: { member: member(41), loans: [{ id: 'l-1' }, { id: 'l-2' }] } });
    await vi.waitFor(async () => {
      for (const id of ['l-1', 'l-2'])
        expect((await view('loan', id)).events.map(({ type }) => type).sort()).toEqual(['BookLent', 'FeesPaid']);
      expect((await view('membership', '41')).events.map(({ type }) => type)).toEqual(['FeesPaid']);
    }, WAIT);
    const { instances } = await library.get<InstancesAnswer>('/processes/loan/instances?party=41');
    expect(instances.map(({ process, key, party }) => [process, key, party]).sort()).toEqual([
      ...[
        ['loan', 'l-1', '41'],
        ['loan', 'l-2', '41'],
      ],
    ]);
    expect((await library.ask('/processes/membership/instances/l-1')).status).toBe(404);
  });

  test('tells two instances of one key apart, each by its process, and finds both', async () => {
    await library.put({ event: BookLent, data: { loan: aLoan('77', 1, 1) } });
    await library.put({ event: MemberJoined, data: { member: member(77, 'Grace Hopper') } });
    await vi.waitFor(async () => {
      expect((await view('membership', '77')).state).toBe('completed');
      expect((await view('loan', '77')).events.map(({ type }) => type)).toEqual(['BookLent']);
    }, WAIT);
    expect((await view('membership', '77')).events.map(({ type }) => type).sort()).toEqual([
      'FeesPaid',
      'MemberJoined',
      'MembershipCompleted',
    ]);
    const { instances } = await library.get<FoundAnswer>('/instances?key=77');
    expect(instances.map(({ process, state }) => [process, state])).toEqual([
      ['loan', 'open'],
      ['membership', 'completed'],
    ]);
    const ask = monitorAt(library.access, 'library-2_monitor_api');
    expect((await ask('77')).map(({ process }) => process)).toEqual(['loan', 'membership']);
    expect((await ask('77', 'loan')).map(({ process }) => process)).toEqual(['loan']);
    await expect(ask('77', 'lending')).rejects.toThrow(
      'There is no process "lending" here: there are loan, membership.',
    );
  });

  test('masks what is personal by the contract of each event, also of one that no process waits for', async () => {
    await library.put({ event: ShelfMoved, data: { shelf: { id: 's-1' }, mover: 'Ada Lovelace', books: 3 } });
    await library.put({
      event: { source: 'library.garden', type: 'HedgeCut' },
      data: { by: 'Ada Lovelace', metres: 3 },
    });
    await vi.waitFor(async () => {
      const { events } = await library.get<UnmatchedAnswer>('/unmatched');
      expect(events.map(({ type, data }) => [type, data]).sort()).toEqual([
        ['HedgeCut', { by: '***', metres: '***' }],
        ['ShelfMoved', { shelf: { id: 's-1' }, mover: '***', books: 3 }],
      ]);
    }, WAIT);
  });

  test('shows a dead letter at the instance and the step that it holds up', async () => {
    await library.put({ event: MemberJoined, data: { member: member(13, 'Nobody') } });
    const stuck = await vi.waitFor(async () => {
      const found = await view('membership', '13');
      expect(found.failures).toHaveLength(1);
      return found;
    }, WAIT);
    expect(stuck).toMatchObject({
      ...{ state: 'failed', missing: [{ step: 'paid', participant: 'desk', setAside: true }] },
      failures: [
        { participant: 'desk', job: 'take-fees', step: 'paid', error: 'Conflict: The member could not be charged.' },
      ],
    });
    expect((await library.ask('/processes/loan/instances/13')).status).toBe(404);
  });

  test('says of each process once that an instance is overdue, and once that it is completed', async () => {
    await library.clock({ hold: true });
    await library.put(
      { event: BookLent, data: { loan: aLoan('l-9', 2, 9) } },
      { event: LoanCancelled, data: { loan: aLoan('l-ended') } },
      { event: BookLent, data: { loan: aLoan('l-ended') } },
      // Nobody is told of them as a new member, so that nobody takes their fees.
      { event: FeesPaid, data: { member: member(90), loans: [] } },
    );
    await library.idle();
    await library.clock({ moveBy: '31 minutes' });
    await vi.waitFor(async () => expect((await view('loan', 'l-9')).state).toBe('overdue'), WAIT);
    for (let minute = 0; minute < 3; minute++) {
      await library.clock({ moveBy: '1 minute' });
      await library.idle();
    }
    const overdue = await vi.waitFor(async () => {
      const found = await view('loan', 'l-9');
      expect(saidOf(found, 'LoanOverdue')).toHaveLength(1);
      return found;
    }, WAIT);
    expect(saidOf(overdue, 'LoanOverdue')[0]?.data).toMatchObject({
      ...{ loan: { id: 'l-9', member: { number: '9' } }, step: 'fetched', participant: 'stacks' },
    });
    expect(await view('loan', 'l-ended')).toMatchObject({ state: 'ended', missing: [] });

    const loan = aLoan('l-9', 2, 9);
    await library.put(
      ...[
        { event: BooksReturned, data: { loan } },
        { event: BooksPosted, data: { loan } },
      ],
      ...[0, 1].map((i) => ({ event: BookFetched, data: { loan, isbn: `isbn-${i}` } })),
    );
    await library.clock({ moveBy: '1 second' });
    const completed = await vi.waitFor(async () => {
      const found = await view('loan', 'l-9');
      expect(saidOf(found, 'LoanCompleted')).toHaveLength(1);
      return found;
    }, WAIT);
    expect(completed).toMatchObject({ state: 'completed', missing: [] });
    expect(completed.steps.find(({ name }) => name === 'fetched')).toMatchObject({
      state: 'done',
      late: true,
      count: 2,
      of: 2,
    });
    await library.put({ event: BooksPosted, data: { loan } });
    await library.clock({ moveBy: '1 second' });
    expect(saidOf(await view('loan', 'l-9'), 'LoanCompleted')).toHaveLength(1);
    await library.clock({ release: true });
  }, 120_000);

  test('is proven by check to reach no step that nobody says', async () => {
    const found = findAll(graphOf(readTemplates([library.cdkOut]))).filter(({ kind }) => kind === 'unreachable-step');
    expect(found.map(({ what }) => what)).toContain(
      'The process loan can never be ended by library.lending LoanCancelled: nobody says library.lending LoanCancelled.',
    );
    expect(found.map(({ name }) => name)).toContain('unreachable-step loan returned failed');
    expect(found.map(({ name }) => name).filter((name) => name.includes('membership'))).toEqual([]);
  });
});
