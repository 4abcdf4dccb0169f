import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { personal } from '#contracts/personal.ts';
import { HOP_LIMIT, readIncoming } from '#jobs/incoming.ts';
import { Refusal } from '#jobs/refusal.ts';
import { BookLent } from '../library/events.ts';
import { aLoan, delivered } from '../library/said.ts';

const Reader = z.object({ number: z.int(), email: personal(z.email()) });
const declaration = {
  accepts: z.object({
    loan: z.object({ id: z.string(), member: Reader, books: z.array(z.object({ isbn: z.string() })).min(1) }),
  }),
  oncePer: 'loan.id',
  emits: [],
};
const lent = () => {
  const { id, books } = aLoan('l-1');
  return { id, books, member: { number: 7, email: 'ada@example.com' } };
};
const read = (detail: unknown) =>
  readIncoming('stacks/fetch-books', declaration, delivered(BookLent, detail as object));
const metadata = {
  eventId: 'm-1',
  correlationId: 'k-1',
  causationId: null,
  hops: 3,
  version: 1,
  occurredAt: '2026-11-24T12:00:00Z',
};

function refusal(detail: unknown): Refusal {
  try {
    read(detail);
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('The event was not refused.');
}

describe('an event that reaches a job', () => {
  it('has its metadata derived when a producer outside the project left it out', () => {
    expect(read({ data: { loan: lent() } })).toEqual({
      data: { loan: lent() },
      sent: { loan: lent() },
      replayed: false,
      key: 'l-1',
      eventId: 'e-1',
      correlationId: 'l-1',
      hops: 1,
    });
  });

  it('keeps the metadata that it brings, one hop further', () => {
    expect(read({ metadata, data: { loan: lent() } })).toMatchObject({
      eventId: 'm-1',
      correlationId: 'k-1',
      hops: 4,
    });
  });

  it('may carry fields that the job does not know, and a later version of its contract', () => {
    const { data, sent } = read({ metadata: { ...metadata, version: 2 }, data: { loan: lent(), gift: true } });
    expect(data).toEqual({ loan: lent() });
    expect(sent).toEqual({ loan: lent(), gift: true });
  });

  it('is refused with event, job and field when it does not fit, and without personal data', () => {
    const { reason, message } = refusal({
      data: { loan: { ...lent(), member: { number: 7, email: 'ada at home' } } },
    });
    expect(reason).toBe('ContractViolated');
    expect(message).toBe(
      'Event e-1 does not fit what stacks/fetch-books accepts: detail.data.loan.member.email: Invalid email address.',
    );
  });

  it('is refused as a later version than the job was deployed for, only when it does not fit', () => {
    process.env.HEARS = '{"BookLent":1}';
    const later = { metadata: { ...metadata, version: 2 }, data: { loan: { ...lent(), books: [] } } };
    const { reason, message } = refusal(later);
    expect(reason).toBe('UnknownVersion');
    expect(message).toContain(
      'Event m-1 is version 2 of BookLent, stacks/fetch-books was deployed for version 1, and it does not fit: detail.data.loan.books:',
    );
    expect(refusal({ ...later, metadata }).reason).toBe('ContractViolated');
    expect(read({ metadata: { ...metadata, version: 2 }, data: { loan: lent() } }).key).toBe('l-1');
  });

  it.each([[null], ['text'], [{}], [{ metadata: { hops: -1 }, data: {} }]])(
    'is refused when its detail is %j',
    (detail) => {
      expect(refusal(detail).reason).toBe('ContractViolated');
    },
  );

  it('is refused at the hop limit', () => {
    const { reason, message } = refusal({ metadata: { ...metadata, hops: HOP_LIMIT }, data: { loan: lent() } });
    expect(reason).toBe('HopLimitReached');
    expect(message).toContain('Event m-1 (BookLent) reached stacks/fetch-books after 32 hops');
  });
});
