import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InstancesAnswer, ParticipantsAnswer, UnmatchedAnswer } from '#monitor/api-types.ts';
import { aMonitoredShop, anOrderOf, type MonitoredShop } from '../../../../test/page/monitored-shop.ts';

/** The API as it is deployed, on the whole shop: asked through the proxy through which the page asks. */
describe("The monitor's API", () => {
  let shop: MonitoredShop;
  const orders = ['o-1', 'o-2', 'o-3', 'o-4', 'o-5'];

  beforeAll(async () => {
    shop = await aMonitoredShop();
    await shop.receive('sku-a', 3);
    for (const id of orders) {
      await shop.place({
        ...anOrderOf(id, 'sku-a'),
        customer: { ...anOrderOf(id, 'sku-a').customer, id: customerOf(id) },
      });
      await shop.idle();
      // The time of an event is in whole seconds.
      await shop.clock({ moveBy: '1 second' });
    }
  }, 180_000);
  afterAll(() => shop?.stop());

  const customerOf = (id: string) => (id === 'o-1' || id === 'o-3' ? 'c-1' : 'c-2');
  const get = async (path: string, method = 'GET') => {
    const answer = await fetch(new URL(`api${path}`, shop.url), { method });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  /** Every order of a list, read page by page. */
  const listed = async (query: string) => {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: InstancesAnswer } = await get(`/processes/checkout/instances?${query}&cursor=${cursor}`);
      ids.push(...body.instances.map(({ key }) => key));
      cursor = body.cursor;
    }
    return ids;
  };

  test.each([
    ['/processes/checkout/instances?state=lost', 'state'],
    ['/processes/checkout/instances?state=open&state=failed', 'state'],
    [`/processes/checkout/instances?party=${'c'.repeat(257)}`, 'party'],
    ['/processes/checkout/instances?from=yesterday', 'from'],
    ['/processes/checkout/instances?to=2026-13-01', 'to'],
    ['/processes/checkout/instances?from=2026-11-25&to=2026-11-24', 'to'],
    ['/processes/checkout/instances?limit=0', 'limit'],
    ['/processes/checkout/instances?limit=101', 'limit'],
    ['/processes/checkout/instances?cursor=o-1', 'cursor'],
    [`/processes/checkout/instances?cursor=${'L'.repeat(2000)}`, 'cursor'],
    ['/processes/checkout/instances?process=returns', 'process'],
    ['/processes/checkout/instances?colour=red', 'colour'],
    ['/processes/checkout/instances/o-1?cursor=o-1', 'cursor'],
    ['/processes/checkout/instances/o-1?limit=5', 'limit'],
    ['/processes/checkout/instances/%E0%A4%A', 'key'],
    [`/processes/checkout/instances/${'o'.repeat(257)}`, 'key'],
    ['/changes?since=now', 'since'],
    ['/participants?limit=5', 'limit'],
    ['/map?participant=email', 'participant'],
    ['/unmatched?limit=many', 'limit'],
    ['/unmatched?cursor=1', 'cursor'],
    ['/poison?limit=-1', 'limit'],
    ['/poison?cursor=1', 'cursor'],
  ])('answers %s with 400 and the field %s', async (path, field) => {
    expect(await get(path)).toEqual({ status: 400, body: { error: expect.stringMatching(/\.$/), field } });
  });

  test('answers 404 for an order of which nothing was heard, and for what is not there', async () => {
    expect(await get('/processes/checkout/instances/nobody')).toEqual({
      status: 404,
      body: { error: 'No event of the order "nobody" was heard.' },
    });
    expect(await get('/constructor')).toMatchObject({ status: 404 });
  });

  test('lists orders page by page, the latest start first, each once', async () => {
    const latestFirst = orders.toReversed();
    for (const limit of [1, 2, 5]) expect(await listed(`limit=${limit}`)).toEqual(latestFirst);
  });

  test('lists by state, customer and start, and by all of them together', async () => {
    expect(await listed('state=completed&limit=2')).toEqual(['o-3', 'o-2', 'o-1']);
    expect(await listed('state=failed&limit=1')).toEqual(['o-5', 'o-4']);
    expect(await listed('party=c-1&limit=1')).toEqual(['o-3', 'o-1']);
    expect(await listed('party=c-2&state=failed')).toEqual(['o-5', 'o-4']);
    const { body }: { body: InstancesAnswer } = await get('/processes/checkout/instances');
    const start = (id: string) => body.instances.find(({ key }) => key === id)?.startedAt;
    expect(await listed(`from=${start('o-2')}&to=${start('o-4')}&limit=1`)).toEqual(['o-4', 'o-3', 'o-2']);
  });

  test('tells who changed since a cursor, and from where to ask next', async () => {
    const { body: first } = await get('/changes');
    expect(first).toEqual({ instances: [], cursor: expect.any(String), reset: false });
    await shop.place(anOrderOf('o-new', 'sku-none'));
    await vi.waitFor(
      async () =>
        expect((await get(`/changes?since=${(first as { cursor: string }).cursor}`)).body).toMatchObject({
          instances: expect.arrayContaining([expect.objectContaining({ key: 'o-new', state: 'failed' })]),
        }),
      { timeout: 20_000 },
    );
  });

  test('tells of each job what it said, how long that took, and when it was last seen', async () => {
    const { body }: { body: ParticipantsAnswer } = await get('/participants');
    const jobs = body.participants.find(({ participant }) => participant === 'warehouse')?.jobs;
    expect(jobs?.find(({ job }) => job === 'dispatch-order')).toEqual({
      ...{ job: 'dispatch-order', speaks: true, handled: expect.any(Number), failed: 0, deadLetters: 0 },
      ...{ p50: expect.any(Number), p95: expect.any(Number), lastSeen: expect.stringMatching(/Z$/) },
    });
    // It says no event: nobody can hear what it handles.
    expect(jobs?.find(({ job }) => job === 'receive-stock')).toMatchObject({ speaks: false, lastSeen: null });
    expect(body.participants.map(({ participant }) => participant)).toEqual(
      expect.arrayContaining(['checkout', 'email', 'monitor', 'rewards', 'warehouse']),
    );
  });

  test('pages through what nobody listens to, and does not list what somebody hears', async () => {
    const said = ['1', '2', '3'].map((sku) => ({
      ...{ source: 'shop.pricing', type: `PriceChanged${sku}` },
      detail: { data: { sku } },
    }));
    await shop.put(...said);
    await shop.idle();
    const types: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: UnmatchedAnswer } = await get(`/unmatched?limit=1&cursor=${cursor}`);
      types.push(...body.events.map(({ type }) => type));
      cursor = body.cursor;
    }
    expect(types.sort()).toEqual(said.map(({ type }) => type));
  });
});
