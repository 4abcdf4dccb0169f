import { createHash } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type { JobDeclaration } from '#contracts/define-participant.ts';
import { defineParticipant } from '#contracts/define-participant.ts';
import { attempt } from '#testing/once/attempt.ts';
import type { Fault } from '#testing/once/fault.ts';
import { aWorkbench, type Workbench } from '#testing/once/workbench.ts';
import { PageCopied, Reservation } from '../reservations.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await aWorkbench();
}, 60_000);
afterAll(() => bench.stop());
beforeEach(() => bench.clear());

/** A job as it was deployed with a contract, which copies a page. */
async function deployed(
  accepts: JobDeclaration['accepts'],
  kind: 'decides' | 'performs',
  remembers: JobDeclaration['remembers'] = 'while it may come again',
) {
  const { handle, handleEffect } = await import('#jobs/handle.ts');
  const { say } = await import('#jobs/say.ts');
  const desk = defineParticipant('desk', {
    source: 'library.desk',
    jobs: { copy: { accepts, oncePer: 'reservation.id', ...(remembers && { remembers }), emits: [PageCopied] } },
  });
  const said = [say(PageCopied, { reservation: { id: 'r-1' }, page: 1 })];
  const handler =
    kind === 'decides'
      ? handle(desk, 'copy', async () => ({ writes: [], events: said }))
      : handleEffect(desk, 'copy', async () => said);
  return (data: object, more: object = {}, faults: readonly Fault[] = []) =>
    attempt(
      (context: Context) =>
        handler({ ...EVENT, detail: { metadata: { ...METADATA }, data }, ...more } as never, context),
      faults,
      'r-1',
    );
}

const DIGEST = createHash('sha256').update('{"reservation":{"id":"r-1"}}').digest();
/** Of `{ reservation: { id: 'r-1' } }`, as it is kept, and as the first version kept it: the one after it kept 22 characters. */
const SHA = new Uint8Array(DIGEST.subarray(0, 12));
const FINGERPRINT = DIGEST.toString('base64url');
const TIME = expect.any(Number);
const METADATA = {
  ...{ eventId: 'e-1', correlationId: 'r-1', causationId: null, hops: 0, version: 1 },
  occurredAt: '2026-11-30T12:00:00.000Z',
};
const EVENT = {
  ...{ version: '0', id: 'e-1', account: '000000000000', region: 'us-east-1', resources: [] },
  ...{ time: '2026-11-30T12:00:00Z', source: 'library.desk', 'detail-type': 'Reserved' },
};
const before = z.object({ reservation: Reservation });
const after = z.object({ reservation: Reservation, note: z.string().optional(), copies: z.int().default(1) });

test.each(['decides', 'performs'] as const)(
  'a job that %s takes a replay for what it did, though it has learnt to read more of it',
  async (kind) => {
    const data = { reservation: { id: 'r-1' }, note: 'by Friday' };
    await (await deployed(before, kind))(data);
    const again = await (await deployed(after, kind))(data, { 'replay-name': 'replay-1' });
    expect(again.ending).toBe('returned');
    expect(again.calls).not.toContain('SendMessage');
    expect(again.said).toHaveLength(1);
  },
);

test.each(['decides', 'performs'] as const)(
  'a job that %s takes what it reads for the same, though another event brings more beside it',
  async (kind) => {
    const job = await deployed(before, kind);
    await job({ reservation: { id: 'r-1' } });
    const again = await job({ reservation: { id: 'r-1' }, shelf: 'A' });
    expect(again.calls).not.toContain('SendMessage');
  },
);

test.each(['decides', 'performs'] as const)(
  'a job that %s and remembers for ever says what it said no more once that was taken, and keeps it no more',
  async (kind) => {
    const job = await deployed(before, kind, 'for ever');
    expect((await job({ reservation: { id: 'r-1' } })).said).toHaveLength(1);
    expect(await bench.items()).toEqual([{ pk: 'inbox#copy#r-1', sha: SHA, doneAt: TIME }]);
    expect(await job({ reservation: { id: 'r-1' } })).toMatchObject({ ending: 'returned', said: [] });
    expect((await job({ reservation: { id: 'r-1' } }, {}, ['crash before'])).said).toEqual([]);
  },
);

test.each(['decides', 'performs'] as const)(
  'a job that %s and remembers for ever says what may not have been taken, however often it ends before',
  async (kind) => {
    const job = await deployed(before, kind, 'for ever');
    const faults = (await job({ reservation: { id: 'r-0' } })).calls.map((call) =>
      call === 'PutEvents' ? 'fails' : 'none',
    ) as Fault[];
    for (const id of ['r-1', 'r-1'])
      expect(await job({ reservation: { id } }, {}, id === 'r-1' ? faults : [])).toMatchObject({ said: [] });
    expect((await job({ reservation: { id: 'r-1' } })).said).toHaveLength(1);
  },
);

test.each(['decides', 'performs'] as const)(
  'a job that %s knows the items of the first version, with both fingerprints whole and what was said beside them',
  async (kind) => {
    const Detail = JSON.stringify({ metadata: { ...METADATA, eventId: 'old' }, data: { page: 1 } });
    await bench.put([
      { pk: 'inbox#copy#r-1', fingerprint: FINGERPRINT, sent: FINGERPRINT, doneAt: '2026-11-29T12:00:00.000Z' },
      { pk: 'inbox-outcome#copy#r-1', outcome: [{ Source: 'library.desk', DetailType: 'PageCopied', Detail }] },
      { pk: 'inbox#copy#r-2', fingerprint: FINGERPRINT, sent: FINGERPRINT, doneAt: '2026-11-29T12:00:00.000Z' },
    ]);
    const job = await deployed(before, kind);
    const [said, ...others] = (await job({ reservation: { id: 'r-1' } })).said;
    expect([JSON.parse(said?.Detail ?? '').metadata.eventId, others]).toEqual(['old', []]);
    const other = await job({ reservation: { id: 'r-2' } });
    expect(other).toMatchObject({ said: [], calls: expect.arrayContaining(['SendMessage']) });
  },
);

test.each(['decides', 'performs'] as const)(
  'a job that %s knows the items of the version before, with fingerprints and times as text',
  async (kind) => {
    const doneAt = '2026-11-30T12:00:00.000Z';
    const said = {
      ...{ fingerprint: FINGERPRINT.slice(0, 22), doneAt },
      outcome: Buffer.from(
        'B4uOVsrJTCpKLKrUS0ktzlbSUQpITE91zi/ITE1R0qmmzEupYDFq+QrkPuJ9pqNUkJieqmRlWFurYxgbCwA=',
        'base64',
      ),
    };
    const other = of('{"reservation":{"id":"r-9"}}');
    await bench.put([
      { pk: 'inbox#copy#r-1', ...said },
      { pk: 'inbox#copy#r-2', fingerprint: other, doneAt },
      { pk: 'inbox#copy#r-3', fingerprint: other, sent: of('{"reservation":{"id":"r-3"},"shelf":"A"}'), doneAt },
      { pk: 'inbox#copy#r-4', fingerprint: of('{"reservation":{"id":"r-4"}}'), doneAt, saidAt: doneAt },
    ]);
    const job = await deployed(before, kind);
    const [again, ...others] = (await job({ reservation: { id: 'r-1' } })).said;
    expect([JSON.parse(again?.Detail ?? '').metadata, others]).toMatchObject([{ occurredAt: doneAt }, []]);
    // Of other contents; of the same as they were sent; said and marked.
    expect((await job({ reservation: { id: 'r-2' } })).calls).toContain('SendMessage');
    for (const data of [{ reservation: { id: 'r-3' }, shelf: 'A' }, { reservation: { id: 'r-4' } }])
      expect(await job(data)).toMatchObject({
        ending: 'returned',
        said: [],
        calls: expect.not.arrayContaining(['SendMessage']),
      });
  },
);

const of = (json: string): string => createHash('sha256').update(json).digest('base64url').slice(0, 22);

test.each([
  ['the first version', { fingerprint: FINGERPRINT, sent: FINGERPRINT }],
  ['the version before', { fingerprint: FINGERPRINT.slice(0, 22) }],
  ['this version', { sha: SHA }],
])(
  'an effect that a run of %s had claimed is performed once that run cannot be alive any more',
  async (_, contents) => {
    const claim = { ...contents, claimedBy: 'a run' };
    await bench.put([{ pk: 'inbox#copy#r-1', ...claim, claimedUntil: Date.now() - 1 }]);
    expect((await (await deployed(before, 'performs'))({ reservation: { id: 'r-1' } })).said).toHaveLength(1);
  },
);

test('other contents of what it reads are a conflict', async () => {
  const job = await deployed(after, 'decides');
  await job({ reservation: { id: 'r-1' }, note: 'by Friday' });
  const other = await job({ reservation: { id: 'r-1' }, note: 'by Monday' });
  expect(other.calls.at(-1)).toBe('SendMessage');
});

test('what is said again on a replay is marked for the archive, and so is what follows from it', async () => {
  const job = await deployed(before, 'decides');
  const marks = async (more: object) =>
    (await job({ reservation: { id: 'r-1' } }, more)).said.map(
      ({ Detail = '' }) => JSON.parse(Detail).metadata.replayed ?? false,
    );
  expect(await marks({ 'replay-name': 'replay-1' })).toEqual([false]);
  expect(await marks({ 'replay-name': 'replay-1' })).toEqual([true]);
  expect(await marks({})).toEqual([false]);
  const echo = { detail: { metadata: { ...METADATA, replayed: true }, data: { reservation: { id: 'r-1' } } } };
  expect(await marks(echo)).toEqual([true]);
});

test('what a job keeps of its key lasts in the item that remembers it, and is said again for as long as others are', async () => {
  const { handle } = await import('#jobs/handle.ts');
  const { say } = await import('#jobs/say.ts');
  const desk = defineParticipant('desk', {
    source: 'library.desk',
    jobs: {
      copy: { accepts: before, oncePer: 'reservation.id', remembers: 'while it may come again', emits: [PageCopied] },
    },
  });
  const handler = handle(desk, 'copy', async ({ reservation }) => ({
    writes: [],
    record: { page: 1 },
    events: [say(PageCopied, { reservation, page: 1 })],
  }));
  const detail = { metadata: METADATA, data: { reservation: { id: 'r-1' } } };
  const deliver = () => attempt((context: Context) => handler({ ...EVENT, detail } as never, context), [], 'r-1');
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const { said } = await deliver();
    const [{ outcome, ...item } = { pk: '', outcome: undefined }, ...others] = await bench.items();
    expect([item, others]).toEqual([{ pk: 'inbox#copy#r-1', sha: SHA, doneAt: TIME, record: { page: 1 } }, []]);
    vi.setSystemTime(Date.now() + 52 * DAY_MS);
    const detailsOf = (entries: typeof said) => entries.map(({ Detail = '' }) => JSON.parse(Detail));
    expect(detailsOf((await deliver()).said)).toEqual(detailsOf(said));
    vi.setSystemTime(Date.now() + 2 * DAY_MS);
    expect(await deliver()).toMatchObject({ ending: 'returned', said: [] });
    expect(await bench.items()).toEqual([{ ...item, outcome }]);
  } finally {
    vi.useRealTimers();
  }
});

const DAY_MS = 86_400_000;
