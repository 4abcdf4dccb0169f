import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InstanceView, PoisonEvent, RecordedEvent } from '#monitor/api-types.ts';
import { aMonitoredShop, anOrderOf, type MonitoredShop } from '../../../../test/page/monitored-shop.ts';

/** An answer of Lambda holds so many bytes (Lambda developer guide: "Quotas"). */
const MOST_BYTES = 6 * 1024 * 1024;

/** More than one answer can hold, and less than one page by its count. */
const LARGE_EVENTS = 40;

describe('What does not fit into one answer', () => {
  let shop: MonitoredShop;
  beforeAll(async () => {
    shop = await aMonitoredShop();
  }, 180_000);
  afterAll(() => shop?.stop());

  const large = (n: number) => ({ data: { order: { id: 'o-large' }, n, text: '"'.repeat(100_000) } });
  const PATIENCE = { timeout: 60_000, interval: 200 };

  test('is read page by page: large events of one order, which nobody hears', { timeout: 120_000 }, async () => {
    // A call takes a megabyte.
    for (let n = 0; n < LARGE_EVENTS; n += 4)
      await shop.put(
        ...[n, n + 1, n + 2, n + 3].map((each) => ({
          ...{ source: 'shop.archive', type: 'OrderScanned' },
          detail: large(each),
        })),
      );
    await shop.idle();
    const numbers = (events: readonly RecordedEvent[]) => new Set(events.map(({ data }) => (data as { n: number }).n));
    expect(numbers(await pages<RecordedEvent>('/processes/checkout/instances/o-large')).size).toBe(LARGE_EVENTS);
    const unmatched = await pages<RecordedEvent>('/unmatched');
    expect(unmatched).toHaveLength(LARGE_EVENTS);
    expect(numbers(unmatched).size).toBe(LARGE_EVENTS);
    expect(JSON.parse(await shop.choreography('trace', 'o-large', '--json')).events).toHaveLength(LARGE_EVENTS);
  });

  test('is kept by its size, when an event is more than the table takes, and counts for its order', async () => {
    const order = anOrderOf('o-heavy', 'sku-none');
    const noise = randomBytes(450_000).toString('base64');
    await shop.put({ source: 'shop.checkout', type: 'OrderPlaced', detail: { data: { order, noise } } });
    const { startedAt, events } = await vi.waitFor(() => told('o-heavy'), PATIENCE);
    expect(startedAt).not.toBeNull();
    expect(events.find(({ type }) => type === 'OrderPlaced')?.data).toMatch(/^Too large to be kept: \d+ bytes\.$/);
  });

  test('is told page by page, each once: poison events set aside in the same moment, one of them twice', async () => {
    await shop.clock({ hold: true });
    const metadata = {
      ...{ eventId: 'e-twice', correlationId: 'd-7', causationId: null, hops: 0, version: 1 },
      occurredAt: '2026-11-24T12:00:00.000Z',
    };
    const details = [1, 2, 3, 4, 5].map((n) => ({ data: { deliveryId: `d-${n}`, items: n } }));
    const twice = { metadata, data: { deliveryId: 'd-7', items: 7 } };
    await shop.put(
      ...[...details, twice, twice].map((detail) => ({ source: 'shop.supplier', type: 'StockReceived', detail })),
    );
    await shop.idle();
    await vi.waitFor(async () => expect(await pages('/poison')).toHaveLength(7), PATIENCE);
    const told = await pages<PoisonEvent>('/poison?limit=1');
    expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(7);
    expect(told.map(({ data }) => (data as { items: number }).items).sort()).toEqual([1, 2, 3, 4, 5, 7, 7]);
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort((a, b) => (a > b ? -1 : 1)));
    await shop.clock({ release: true });
  });

  async function told(orderId: string): Promise<InstanceView> {
    const answer = await fetch(new URL(`api/processes/checkout/instances/${orderId}`, shop.url));
    expect(answer.status).toBe(200);
    return (await answer.json()) as InstanceView;
  }

  /** All events of a list, read to its end. */
  async function pages<T>(path: string): Promise<T[]> {
    const events: T[] = [];
    const address = new URL(`api${path}`, shop.url);
    for (let cursor: string | null = ''; cursor !== null; ) {
      address.searchParams.set('cursor', cursor);
      const answer = await fetch(address);
      const body = await answer.text();
      expect(Buffer.byteLength(JSON.stringify({ body }))).toBeLessThan(MOST_BYTES);
      const page = JSON.parse(body) as { events: T[]; cursor: string | null };
      expect([answer.status, page]).toEqual([200, expect.objectContaining({ events: expect.any(Array) })]);
      events.push(...page.events);
      cursor = page.cursor;
    }
    return events;
  }
});
