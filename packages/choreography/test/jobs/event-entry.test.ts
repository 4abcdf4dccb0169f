import { describe, expect, it } from 'vitest';
import { eventEntries } from '#jobs/event-entry.ts';
import { say } from '#jobs/say.ts';
import { BookFetched, BookLent } from '../library/events.ts';
import { aLoan } from '../library/said.ts';

const loan = aLoan('l-1');
const incoming = { data: null, key: 'l-1', eventId: 'e-1', correlationId: 'l-1', hops: 1 };
const now = new Date('2026-11-24T12:00:00Z');
const entries = (at = now, cause = 'e-1') =>
  eventEntries('stacks/fetch-book', { ...incoming, eventId: cause }, [say(BookFetched, { loan, isbn: 'isbn-0' })], at);
const idOf = (entry: { Detail: string } | undefined) => JSON.parse(entry?.Detail ?? '').metadata.eventId;

describe('the events that a job says', () => {
  it('carry the place in the chain', () => {
    const [entry] = entries();
    expect(entry).toMatchObject({ Source: 'library.stacks', DetailType: 'BookFetched' });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual({
      metadata: {
        eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
        correlationId: 'l-1',
        causationId: 'e-1',
        hops: 1,
        version: 1,
        occurredAt: now.toISOString(),
        producer: 'stacks/fetch-book',
      },
      data: { loan, isbn: 'isbn-0' },
    });
  });

  it('have the same id in a repeated run, and another for another cause, type or position', () => {
    expect(idOf(entries(new Date())[0])).toBe(idOf(entries()[0]));
    expect(idOf(entries(now, 'e-2')[0])).not.toBe(idOf(entries()[0]));
    const [first, second] = eventEntries(
      'lending/lend',
      incoming,
      [say(BookLent, { loan }), say(BookLent, { loan })],
      now,
    );
    expect(idOf(first)).not.toBe(idOf(second));
  });

  it('may not break their own contract', () => {
    const broken = say(BookFetched, { loan, isbn: '' });
    expect(() => eventEntries('stacks/fetch-book', incoming, [broken], now)).toThrow('isbn');
  });
});
