import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BookFetched, BookLent, BooksPosted, BooksReturned } from '../library/events.ts';
import { monitor } from '../library/functions/monitor/participant.ts';
import { loan as loanProcess } from '../library/processes.ts';
import { aLoan, delivered } from '../library/said.ts';
import { aMonitorBench, type MonitorBench } from './monitor-bench.ts';

const loan = aLoan('l-1', 1, 7);
const FLOW = [
  delivered(BookLent, { data: { loan } }, 'e-0'),
  delivered(BookFetched, { data: { loan, isbn: 'isbn-0' } }, 'e-1'),
  delivered(BooksPosted, { data: { loan } }, 'e-2'),
  delivered(BooksReturned, { data: { loan } }, 'e-3'),
];

interface Asked {
  readonly Entries?: readonly object[];
  readonly Item?: { readonly pk: string };
}

let bench: MonitorBench;
/** How many requests of a kind are throttled from now on. */
const throttling = { notes: 0, events: 0 };
beforeAll(async () => {
  bench = await aMonitorBench();
  const { dynamodb } = await import('#jobs/aws/dynamodb.ts');
  const { eventbridge } = await import('#jobs/aws/eventbridge.ts');
  for (const service of [dynamodb, eventbridge] as { send(action: string, input: Asked): Promise<object> }[]) {
    const send = service.send.bind(service);
    service.send = async (action, input) => {
      const kind = input.Entries ? 'events' : String(input.Item?.pk).startsWith('notes#') ? 'notes' : undefined;
      if (kind === undefined || throttling[kind] <= 0) return send(action, input);
      throttling[kind]--;
      if (kind === 'notes') throw Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
      const Entries = input.Entries?.map(() => ({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }));
      return { FailedEntryCount: Entries?.length, Entries };
    };
  }
}, 60_000);
beforeEach(async () => {
  Object.assign(throttling, { notes: 0, events: 0 });
  await bench.clear();
});
afterAll(() => bench?.stop());

const notes = async () => (await bench.items()).filter(({ pk }) => String(pk).startsWith('notes#')).length;
const completed = () =>
  bench.operations.filter((each) => each.kind === 'event' && each.detailType === 'LoanCompleted').length;
const view = async () => {
  const { instance } = await import('#monitor/endpoints/instance.ts');
  return instance(loanProcess, 'l-1', new URLSearchParams(), new Date());
};

test('a note that is throttled a few times is written by the same invocation', async () => {
  throttling.notes = 2;
  expect(await bench.hear(monitor, FLOW)).toMatchObject({ ending: 'returned', again: [] });
  expect(await notes()).toBe(1);
});

test('a note that is throttled for as long as the function has time is written when the batch comes again', async () => {
  throttling.notes = 1000;
  const { ending, again } = await bench.hear(monitor, FLOW);
  expect([ending, again]).toEqual(['thrown', FLOW]);
  throttling.notes = 0;
  expect(await bench.hear(monitor, again, { count: 2 })).toMatchObject({ ending: 'returned', again: [] });
  expect(await notes()).toBe(1);
  expect(completed()).toBe(1);
});

test('a completed instance whose event is throttled a few times says it by the same invocation', async () => {
  throttling.events = 2;
  expect(await bench.hear(monitor, FLOW)).toMatchObject({ ending: 'returned', again: [] });
  expect(completed()).toBe(1);
  expect((await view())?.state).toBe('completed');
});

test('one whose event is throttled for as long as the function has time says it when its events come again', async () => {
  throttling.events = 1000;
  const { again } = await bench.hear(monitor, FLOW);
  expect(again).toEqual(FLOW);
  expect(completed()).toBe(0);
  throttling.events = 0;
  expect(await bench.hear(monitor, again, { count: 2 })).toMatchObject({ ending: 'returned', again: [] });
  expect(completed()).toBe(1);
  // Heard a third time, it is not said again.
  await bench.hear(monitor, FLOW, { count: 3 });
  expect(completed()).toBe(1);
  expect(await notes()).toBeGreaterThanOrEqual(1);
});
