import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InstanceView, RecordedEvent } from '#monitor/api-types.ts';
import { BookFetched, BookLent, BooksPosted, BooksReturned } from '../library/events.ts';
import { aMonitoredLibrary, type MonitoredLibrary } from '../library/monitored-library.ts';
import { aLoan } from '../library/said.ts';

const EVENTS = 2000;

/** How many batches of PutEvents are on their way at once. */
const AT_ONCE = 8;

describe('An instance of which two thousand events are heard at the same time', () => {
  let library: MonitoredLibrary;
  beforeAll(async () => {
    library = await aMonitoredLibrary();
  }, 180_000);
  afterAll(() => library?.stop());

  test('has them all, read page by page, and the state that one of each would give it', async () => {
    const loan = aLoan('l-hot', 1);
    const began = Date.parse('2026-11-24T12:00:00Z');
    const metadata = (eventId: string, at: number) => ({
      ...{ eventId, correlationId: 'l-hot', causationId: null, hops: 0, version: 1 },
      occurredAt: new Date(at).toISOString(),
    });
    await library.put(
      ...[BookLent, BooksPosted, BooksReturned].map((event, i) => ({
        ...{ event, data: { loan }, metadata: metadata(event.type, began + i * 1000) },
      })),
      { event: BookFetched, data: { loan, isbn: 'isbn-0' }, metadata: metadata('fetched', began + 500) },
    );
    await library.idle();
    const bus = new EventBridgeClient({ ...library.access });
    const batches = Array.from({ length: EVENTS / 10 }, (_, batch) => batch);
    // Of every ten one is known to the process, and earlier than the one before: it changes the header of the instance.
    const entry = (n: number) => ({
      EventBusName: 'library-2',
      Source: n % 10 === 0 ? BooksReturned.source : 'library.garden',
      DetailType: n % 10 === 0 ? BooksReturned.type : 'HedgeCut',
      Detail: JSON.stringify({ metadata: metadata(`again-${n}`, began + 2000 - n / 10 - 1), data: { loan } }),
    });
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
          const first = batch * 10;
          await bus.send(new PutEventsCommand({ Entries: Array.from({ length: 10 }, (_, i) => entry(first + i)) }));
        }
      }),
    );
    bus.destroy();
    await vi.waitFor(async () => expect(await allEvents()).toHaveLength(EVENTS + 5), {
      timeout: 240_000,
      interval: 1000,
    });
    const { state, steps, failures } = await view();
    expect({ state, failures }).toEqual({ state: 'completed', failures: [] });
    const first = new Date(began + 2000 - (EVENTS - 10) / 10 - 1).toISOString();
    expect(steps.find(({ name }) => name === 'returned')).toMatchObject({ state: 'done', at: first });
    expect((await allEvents()).filter(({ type }) => type === 'LoanCompleted')).toHaveLength(1);
  }, 300_000);

  const view = (cursor = '') => library.get<InstanceView>(`/processes/loan/instances/l-hot?cursor=${cursor}`);

  async function allEvents(): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: InstanceView = await view(cursor);
      events.push(...page.events);
      cursor = page.cursor;
    }
    return events;
  }
});
