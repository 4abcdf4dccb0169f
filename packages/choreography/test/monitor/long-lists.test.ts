import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { monitorAt } from '#cli/instance/ask-monitor.ts';
import type { InstanceView, PoisonEvent, RecordedEvent } from '#monitor/api-types.ts';
import { BookLent, DeliveryCame, ShelfMoved } from '../library/events.ts';
import { aMonitoredLibrary, type MonitoredLibrary } from '../library/monitored-library.ts';
import { aLoan } from '../library/said.ts';

/** An answer of Lambda holds so many bytes (Lambda developer guide: "Quotas"). */
const MAX_BYTES = 6 * 1024 * 1024;

/** More than one answer can hold, and less than one page by its count. */
const LARGE_EVENTS = 40;

describe('What does not fit into one answer', () => {
  let library: MonitoredLibrary;
  beforeAll(async () => {
    library = await aMonitoredLibrary();
  }, 180_000);
  afterAll(() => library?.stop());

  const large = (n: number) => ({ loan: { id: 'l-large' }, n, text: '"'.repeat(100_000) });
  const WAIT = { timeout: 60_000, interval: 200 };

  test('is read page by page: large events of one instance, which nobody hears', { timeout: 120_000 }, async () => {
    // A call takes a megabyte.
    for (let n = 0; n < LARGE_EVENTS; n += 4)
      await library.put(...[n, n + 1, n + 2, n + 3].map((each) => ({ event: ShelfMoved, data: large(each) })));
    await library.idle();
    const numbers = (events: readonly RecordedEvent[]) => new Set(events.map(({ data }) => (data as { n: number }).n));
    expect(numbers(await pages<RecordedEvent>('/processes/loan/instances/l-large')).size).toBe(LARGE_EVENTS);
    const unmatched = await pages<RecordedEvent>('/unmatched');
    expect(unmatched).toHaveLength(LARGE_EVENTS);
    expect(numbers(unmatched).size).toBe(LARGE_EVENTS);
    const [traced] = await monitorAt(library.access, 'library-2_monitor_api')('l-large');
    expect(traced?.events).toHaveLength(LARGE_EVENTS);
  });

  test('is kept by its size, when an event is more than the table takes, and counts for its instance', async () => {
    const noise = randomBytes(450_000).toString('base64');
    await library.put({ event: BookLent, data: { loan: aLoan('l-heavy'), noise } });
    const heavy = () => library.get<InstanceView>('/processes/loan/instances/l-heavy');
    await vi.waitFor(async () => {
      const { startedAt, events } = await heavy();
      expect(startedAt).not.toBeNull();
      expect(events.find(({ type }) => type === 'BookLent')?.data).toMatch(/^Too large to be kept: \d+ bytes\.$/);
    }, WAIT);
  });

  test('is told page by page, each once: poison events set aside in the same moment, one of them twice', async () => {
    await library.clock({ hold: true });
    const metadata = {
      ...{ eventId: 'e-twice', correlationId: 'd-7', causationId: null, hops: 0, version: 1 },
      occurredAt: '2026-11-24T12:00:00.000Z',
    };
    const twice = { event: DeliveryCame, metadata, data: { delivery: 'd-7', books: 7 } };
    const others = [1, 2, 3, 4, 5].map((n) => ({ event: DeliveryCame, data: { delivery: `d-${n}`, books: n } }));
    await library.put(...others, twice, twice);
    await library.idle();
    await vi.waitFor(async () => expect(await pages('/poison')).toHaveLength(7), WAIT);
    const told = await pages<PoisonEvent>('/poison?limit=1');
    expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(7);
    expect(told.map(({ data }) => (data as { books: number }).books).sort()).toEqual([1, 2, 3, 4, 5, 7, 7]);
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort((a, b) => (a > b ? -1 : 1)));
    await library.clock({ release: true });
  });

  /** All events of a list, read to its end. */
  async function pages<T>(path: string): Promise<T[]> {
    const events: T[] = [];
    const address = new URL(`api${path}`, library.url);
    for (let cursor: string | null = ''; cursor !== null; ) {
      address.searchParams.set('cursor', cursor);
      const answer = await fetch(address);
      const body = await answer.text();
      expect(Buffer.byteLength(JSON.stringify({ body }))).toBeLessThan(MAX_BYTES);
      const page = JSON.parse(body) as { events: T[]; cursor: string | null };
      expect([answer.status, page]).toEqual([200, expect.objectContaining({ events: expect.any(Array) })]);
      events.push(...page.events);
      cursor = page.cursor;
    }
    return events;
  }
});
