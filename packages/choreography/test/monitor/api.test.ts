import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChangesAnswer, InstancesAnswer, ParticipantsAnswer, UnmatchedAnswer } from '#monitor/api-types.ts';
import { BookFetched, BookLent, BooksLost, BooksPosted, BooksReturned, MemberJoined } from '../library/events.ts';
import { aMonitoredLibrary, type MonitoredLibrary } from '../library/monitored-library.ts';
import { aLoan } from '../library/said.ts';

/** The API as it is deployed: asked through the proxy through which the page asks. */
describe("The monitor's API", () => {
  let library: MonitoredLibrary;
  const loans = ['l-1', 'l-2', 'l-3', 'l-4', 'l-5'];
  const memberOf = (id: string) => (id === 'l-1' || id === 'l-3' ? 1 : 2);

  beforeAll(async () => {
    library = await aMonitoredLibrary();
    for (const id of loans) {
      const data = { loan: aLoan(id, 1, memberOf(id)) };
      await library.put({ event: BookLent, data });
      await library.put({ event: BookFetched, data: { ...data, isbn: 'isbn-0' } }, { event: BooksPosted, data });
      await library.put({ event: id < 'l-4' ? BooksReturned : BooksLost, data });
      await library.idle();
      // The time of an event is in whole seconds.
      await library.clock({ moveBy: '1 second' });
    }
  }, 180_000);
  afterAll(() => library?.stop());

  const LOANS = '/processes/loan/instances';
  /** Every loan of a list, read page by page. */
  const listed = async (query: string) => {
    const keys: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: InstancesAnswer = await library.get(`${LOANS}?${query}&cursor=${cursor}`);
      keys.push(...page.instances.map(({ key }) => key));
      cursor = page.cursor;
    }
    return keys;
  };

  test.each([
    [`${LOANS}?state=lost`, 'state'],
    [`${LOANS}?state=open&state=failed`, 'state'],
    [`${LOANS}?party=${'c'.repeat(257)}`, 'party'],
    [`${LOANS}?from=yesterday`, 'from'],
    [`${LOANS}?to=2026-13-01`, 'to'],
    [`${LOANS}?from=2026-11-25&to=2026-11-24`, 'to'],
    [`${LOANS}?limit=0`, 'limit'],
    [`${LOANS}?limit=101`, 'limit'],
    [`${LOANS}?cursor=l-1`, 'cursor'],
    [`${LOANS}?cursor=${'L'.repeat(2000)}`, 'cursor'],
    [`${LOANS}?process=loan`, 'process'],
    [`${LOANS}/l-1?cursor=l-1`, 'cursor'],
    [`${LOANS}/l-1?limit=5`, 'limit'],
    [`${LOANS}/%E0%A4%A`, 'key'],
    [`${LOANS}/${'l'.repeat(257)}`, 'key'],
    ['/instances', 'key'],
    ['/instances?key=', 'key'],
    [`/instances?key=${'l'.repeat(257)}`, 'key'],
    ['/processes?name=loan', 'name'],
    ['/changes?since=now', 'since'],
    ['/participants?limit=5', 'limit'],
    ['/map?participant=desk', 'participant'],
    ['/unmatched?limit=many', 'limit'],
    ['/unmatched?cursor=1', 'cursor'],
    ['/poison?limit=-1', 'limit'],
    ['/poison?cursor=1', 'cursor'],
  ])('answers %s with 400 and the field %s', async (path, field) => {
    expect(await library.ask(path)).toEqual({ status: 400, body: { error: expect.stringMatching(/\.$/), field } });
  });

  test.each([
    [`${LOANS}/nobody`, 'No event of the loan "nobody" was heard.'],
    ['/processes/lending/instances', 'There is no process "lending" here: there are loan, membership.'],
    ['/processes/lending/instances/l-1', 'There is no process "lending" here: there are loan, membership.'],
    ['/constructor', expect.stringMatching(/^There is nothing at \/constructor: ask for /)],
    ['/processes/loan', expect.stringMatching(/^There is nothing at \/processes\/loan: /)],
  ])('answers 404 at %s, and says why', async (path, error) => {
    expect(await library.ask(path)).toEqual({ status: 404, body: { error } });
  });

  test('lists instances page by page, the latest start first, each once', async () => {
    const latestFirst = loans.toReversed();
    for (const limit of [1, 2, 5]) expect(await listed(`limit=${limit}`)).toEqual(latestFirst);
  });

  test('lists by state, party and start, and by all of them together', async () => {
    expect(await listed('state=completed&limit=2')).toEqual(['l-3', 'l-2', 'l-1']);
    expect(await listed('state=failed&limit=1')).toEqual(['l-5', 'l-4']);
    expect(await listed('party=1&limit=1')).toEqual(['l-3', 'l-1']);
    expect(await listed('party=2&state=failed')).toEqual(['l-5', 'l-4']);
    const { instances } = await library.get<InstancesAnswer>(LOANS);
    const start = (id: string) => instances.find(({ key }) => key === id)?.startedAt;
    expect(await listed(`from=${start('l-2')}&to=${start('l-4')}&limit=1`)).toEqual(['l-4', 'l-3', 'l-2']);
  });

  test('tells of every process who changed since a cursor, and from where to ask next', async () => {
    const first = await library.get<ChangesAnswer>('/changes');
    expect(first).toEqual({ instances: [], more: 0, cursor: expect.any(String), reset: false });
    await library.put(
      { event: BookLent, data: { loan: aLoan('l-new') } },
      { event: MemberJoined, data: { member: { number: 5, name: 'Ada Lovelace' } } },
    );
    await vi.waitFor(
      async () => {
        const { instances } = await library.get<ChangesAnswer>(`/changes?since=${first.cursor}`);
        expect(instances).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ process: 'loan', key: 'l-new', state: 'open' }),
            expect.objectContaining({ process: 'membership', key: '5', state: 'completed' }),
          ]),
        );
      },
      { timeout: 20_000 },
    );
  });

  test('tells of each job what it said, how long that took, and when it was last seen', async () => {
    const { participants } = await library.get<ParticipantsAnswer>('/participants');
    expect(participants.find(({ participant }) => participant === 'desk')?.jobs).toContainEqual({
      ...{ job: 'take-fees', speaks: true, handled: 1, failed: 0, deadLetters: 0 },
      ...{ p50: expect.any(Number), p95: expect.any(Number), lastSeen: expect.stringMatching(/Z$/) },
    });
    const jobs = participants.find(({ participant }) => participant === 'monitor')?.jobs;
    // It says no event: nobody can hear what it handles.
    expect(jobs?.find(({ job }) => job === 'api')).toMatchObject({ speaks: false, lastSeen: null });
  });

  test('pages through what nobody listens to, and does not list what somebody hears', async () => {
    const types = ['HedgeCut1', 'HedgeCut2', 'HedgeCut3'];
    await library.put(...types.map((type) => ({ event: { source: 'library.garden', type }, data: {} })));
    await library.idle();
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: UnmatchedAnswer = await library.get(`/unmatched?limit=1&cursor=${cursor}`);
      found.push(...page.events.map(({ type }) => type));
      cursor = page.cursor;
    }
    expect(found.sort()).toEqual(types);
  });
});
