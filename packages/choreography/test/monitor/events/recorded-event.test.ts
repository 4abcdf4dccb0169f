import { describe, expect, it } from 'vitest';
import { defineProcess } from '#contracts/define-process.ts';
import { readRecordedEvent } from '#monitor/events/recorded-event.ts';
import { BookLent, BooksPosted, BooksReturned, FeesPaid, MemberJoined, ShelfMoved } from '../../library/events.ts';
import { monitor } from '../../library/functions/monitor/participant.ts';
import { aLoan, delivered } from '../../library/said.ts';

const read = (contract: { source: string; type: string }, detail: object) =>
  readRecordedEvent(monitor, delivered(contract, detail));
const unknown = { source: 'library.garden', type: 'HedgeCut' };
const metadata = {
  ...{ eventId: 'm-1', correlationId: 'l-7', causationId: 'e-0', hops: 1, version: 1 },
  ...{ occurredAt: '2026-11-24T12:00:00.500Z', producer: 'post/send-books' },
};

describe('an event that the monitor hears', () => {
  it('is read with its place in the chain', () => {
    expect(read(BooksPosted, { metadata, data: { loan: aLoan('l-7') } })).toMatchObject({
      instances: [{ key: 'l-7', processes: ['loan'] }],
      recorded: {
        ...{ eventId: 'm-1', at: '2026-11-24T12:00:00.500Z', causationId: 'e-0' },
        ...{ participant: 'post', job: 'send-books' },
      },
    });
  });

  it('belongs to each process by the key and the path that the process has for it, also by a number and by each item of an array', () => {
    const member = { number: 7, name: 'Ada Lovelace' };
    expect(
      read(FeesPaid, { data: { member, loans: [{ id: 'l-1' }, { id: 'l-2' }, { id: 'l-1' }] } }).instances,
    ).toEqual([
      { key: 'l-1', processes: ['loan'] },
      { key: 'l-2', processes: ['loan'] },
      { key: '7', processes: ['membership'] },
    ]);
    expect(read(MemberJoined, { data: { member } }).instances).toEqual([{ key: '7', processes: ['membership'] }]);
  });

  it('belongs once to two processes that share a key', () => {
    const fetching = defineProcess('fetching', {
      ...{ starts: BookLent, instance: { one: 'fetching', many: 'fetchings' } },
      steps: { returned: { done: [BooksReturned], within: '1 day' } },
    });
    const [loan] = monitor.processes;
    const known = { ...monitor, processes: [loan, fetching] as const };
    expect(readRecordedEvent(known, delivered(BookLent, { data: { loan: aLoan('l-1') } })).instances).toEqual([
      { key: 'l-1', processes: ['loan', 'fetching'] },
    ]);
  });

  it('is joined by its business key when it comes from outside, also of a participant that nobody knows', () => {
    expect(read(unknown, { data: { loan: { id: 'l-1' } } })).toMatchObject({
      instances: [{ key: 'l-1', processes: ['loan'] }],
      correlationId: null,
      recorded: { eventId: 'e-1', at: '2026-11-24T12:00:00.000Z', causationId: null, participant: 'garden', job: null },
    });
  });

  it('is joined by its metadata where its data lacks the key that it is correlated by', () => {
    expect(read(BooksPosted, { metadata, data: {} }).instances).toEqual([{ key: 'l-7', processes: ['loan'] }]);
    expect(read(FeesPaid, { metadata, data: {} }).instances).toEqual([{ key: 'l-7', processes: ['membership'] }]);
    expect(read(unknown, { metadata, data: {} })).toMatchObject({ instances: [], correlationId: 'l-7' });
  });

  it.each([
    {},
    { data: null },
    { data: 'text' },
    { data: { loan: { id: '' } } },
    { data: { loan: { id: { of: 'l-1' } } } },
    { data: { loan: { id: 'l'.repeat(257) } } },
    { metadata: { eventId: 1 }, data: {} },
  ])('belongs to no instance when it says %j', (detail) => {
    expect(read(unknown, detail)).toMatchObject({ instances: [], correlationId: null });
  });

  it('is masked by its own contract, whether a process waits for it or not', () => {
    expect(read(BookLent, { data: { loan: aLoan('l-1') } }).recorded.data).toMatchObject({
      loan: { id: 'l-1', member: { number: 7, name: '***' } },
    });
    expect(read(ShelfMoved, { data: { shelf: { id: 's-1' }, mover: 'Ada Lovelace', books: 3 } }).recorded.data).toEqual(
      {
        ...{ shelf: { id: 's-1' }, mover: '***', books: 3 },
      },
    );
  });

  it('is masked whole but for its shape when no contract of it is known, also under a type that another source says', () => {
    const data = { reader: { name: 'Ada Lovelace', age: 36, member: true }, notes: ['called', null] };
    const shape = { reader: { name: '***', age: '***', member: true }, notes: ['***', null] };
    expect(read(unknown, { data }).recorded.data).toEqual(shape);
    expect(read({ source: 'library.garden', type: 'BookLent' }, { data }).recorded.data).toEqual(shape);
  });
});
