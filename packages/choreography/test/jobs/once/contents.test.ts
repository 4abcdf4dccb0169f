import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import type { JobDeclaration } from '#contracts/define-participant.ts';
import { defineParticipant } from '#contracts/define-participant.ts';
import { attempt } from '#testing/once/attempt.ts';
import { aWorkbench, type Workbench } from '#testing/once/workbench.ts';
import { PageCopied, Reservation } from '../reservations.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await aWorkbench();
}, 60_000);
afterAll(() => bench.stop());
beforeEach(() => bench.clear());

/** A job as it was deployed with a contract, which copies a page. */
async function deployed(accepts: JobDeclaration['accepts'], kind: 'decides' | 'performs') {
  const { handle, handleEffect } = await import('#jobs/handle.ts');
  const { say } = await import('#jobs/say.ts');
  const desk = defineParticipant('desk', {
    source: 'library.desk',
    jobs: { copy: { accepts, oncePer: 'reservation.id', emits: [PageCopied] } },
  });
  const said = [say(PageCopied, { reservation: { id: 'r-1' }, page: 1 })];
  const handler =
    kind === 'decides'
      ? handle(desk, 'copy', async () => ({ writes: [], events: said }))
      : handleEffect(desk, 'copy', async () => said);
  return (data: object, more: object = {}) =>
    attempt(
      (context: Context) =>
        handler({ ...EVENT, detail: { metadata: { ...METADATA }, data }, ...more } as never, context),
      [],
      'r-1',
    );
}

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
    expect(again.calls).not.toContain('SendMessageCommand');
    expect(again.said).toHaveLength(1);
  },
);

test.each(['decides', 'performs'] as const)(
  'a job that %s takes what it reads for the same, though another event brings more beside it',
  async (kind) => {
    const job = await deployed(before, kind);
    await job({ reservation: { id: 'r-1' } });
    const again = await job({ reservation: { id: 'r-1' }, shelf: 'A' });
    expect(again.calls).not.toContain('SendMessageCommand');
  },
);

test('other contents of what it reads are a conflict', async () => {
  const job = await deployed(after, 'decides');
  await job({ reservation: { id: 'r-1' }, note: 'by Friday' });
  const other = await job({ reservation: { id: 'r-1' }, note: 'by Monday' });
  expect(other.calls.at(-1)).toBe('SendMessageCommand');
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
