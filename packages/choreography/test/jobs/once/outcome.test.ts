import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EventEntry, eventEntries, eventId } from '#jobs/event-entry.ts';
import { type KnownOfOutcome, packOutcome, unpackOutcome } from '#jobs/once/outcome.ts';
import { say } from '#jobs/say.ts';
import { PageCopied, ReservationConfirmed } from '../reservations.ts';

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
const anyMetadata = fc.record({
  eventId: fc.constantFrom('', 'f'.repeat(32)),
  correlationId: fc.string(),
  causationId: fc.option(fc.constantFrom('0'.repeat(32), 'e-1')),
});
const anyDetail = fc.oneof(json, fc.record({ metadata: anyMetadata, data: json }));
const entries = fc.array(
  fc.record({
    ...{ Source: fc.string(), DetailType: fc.string() },
    Detail: anyDetail.map((each) => JSON.stringify(each)),
  }),
);
const knownWith = (brought: unknown, record?: unknown): KnownOfOutcome => ({
  ...{ job: 'copy', key: 'r-1', doneAt: '2026-11-30T12:00:00.000Z', brought },
  ...(record !== undefined && { record }),
});
const sayer = { participant: 'desk', emits: [ReservationConfirmed, PageCopied] };
/** Entries as JSON values: fields of an object have no order. */
const asJson = (said: readonly EventEntry[]) =>
  said.map(({ Source, DetailType, Detail }) => ({ Source, DetailType, detail: JSON.parse(Detail) }));

test('what was said is read, with what the job was brought and keeps, or by itself', () => {
  fc.assert(
    fc.property(entries, json, fc.option(json, { nil: undefined }), (said, brought, record) => {
      for (const known of [knownWith(brought, record), knownWith(undefined, record), { ...knownWith(brought), sayer }])
        expect(asJson(unpackOutcome(packOutcome(said, known), known))).toEqual(asJson(said));
    }),
  );
});

test('what a job says of whatever caused it is read, though neither its metadata nor its name are kept', () => {
  const cause = fc.oneof(fc.constant(null), fc.constantFrom('0f'.repeat(16), 'e-1', 'A'.repeat(22)));
  const reservation = { id: 'r-1' };
  fc.assert(
    fc.property(
      ...([cause, fc.string({ minLength: 1 }), fc.string({ minLength: 1 })] as const),
      ...([fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 30 })] as const),
      (causedBy, correlationId, key, events, hops) => {
        const incoming = { data: {}, key, eventId: causedBy, correlationId, hops };
        const pages = Array.from({ length: events }, () => say(PageCopied, { reservation, page: 1 }));
        const said = eventEntries('desk/copy', incoming, pages, new Date('2026-11-30T12:00:00.000Z'));
        const known = { ...knownWith({ reservation }), key, sayer };
        const packed = packOutcome(said, known);
        expect(asJson(unpackOutcome(packed, known))).toEqual(asJson(said));
        // The cause alone has 16 bytes.
        if (events === 1 && causedBy === '0f'.repeat(16) && key === correlationId)
          expect(packed.length).toBeLessThan(45);
        const byItself = { ...knownWith(undefined), key };
        expect(asJson(unpackOutcome(packOutcome(said, byItself), byItself))).toEqual(asJson(said));
      },
    ),
  );
});

test('what a job said that it no longer declares is not said again: the sentence names the job and the key', () => {
  const incoming = { data: {}, key: 'r-1', eventId: 'e-1', correlationId: 'r-1', hops: 1 };
  const said = eventEntries(
    'desk/copy',
    incoming,
    [say(PageCopied, { reservation: { id: 'r-1' }, page: 1 })],
    new Date(),
  );
  const known = { ...knownWith({}), doneAt: JSON.parse(said[0]?.Detail ?? '').metadata.occurredAt, sayer };
  const packed = packOutcome(said, known);
  const later = { ...known, sayer: { participant: 'desk', emits: [ReservationConfirmed] } };
  expect(() => unpackOutcome(packed, later)).toThrow('What copy said for r-1 is no event that it still declares');
});

test('what was brought may have its keys in another order', () => {
  const said = [{ Source: 's', DetailType: 'T', Detail: '{"b":"a long text that is in both","a":1}' }];
  const packed = packOutcome(said, knownWith({ a: 1, b: 'a long text that is in both' }));
  expect(unpackOutcome(packed, knownWith({ b: 'a long text that is in both', a: 1 }))).toEqual(said);
});

test.each<[string, string, string | null, unknown, unknown]>([
  [
    'with a record',
    'B4uOVsrJTCpKLKrUS0ktzlbSUQpITE91zi/ITE1R0qHQSy7lFgGYmIoeBTmZeM/qgONKycqwtlbHUMcwNhYA',
    '0f'.repeat(16),
    { pages: 7 },
    { reservation: { id: 'r-1' } },
  ],
  [
    'by itself',
    'B4uOVsrJTCpKLKrUS0ktzlbSUQpITE91zi/ITE1R0qmmyNl5pTk51HM4yHlojq9WKkotTi0qA9sI4mbCXFKro1SQmJ6qZGVYW6tjGBsLAA==',
    null,
    undefined,
    undefined,
  ],
  [
    'of another cause',
    'B4uOVsrJTCpKLKrUS0ktzlbSUQpITE91zi/ITE1R0qmmzEupYDFq+QrkPuJ9pqNUkJieqmRlWFurYxgbCwA=',
    'e-1',
    undefined,
    { reservation: { id: 'r-1' } },
  ],
])('what the version before kept is read byte for byte: %s', (_, packed, cause, record, brought) => {
  const [Source, DetailType, producer] = ['library.desk', 'PageCopied', 'desk/copy'];
  const metadata = {
    ...{ eventId: eventId(cause ?? `${producer}#r-1`, DetailType, 0), correlationId: 'r-1' },
    ...{ causationId: cause, hops: 1, version: 1, occurredAt: '2026-11-30T12:00:00.000Z', producer },
  };
  const Detail = JSON.stringify({ metadata, data: { reservation: { id: 'r-1' }, page: 1 } });
  const known = { ...knownWith(brought, record), sayer };
  expect(unpackOutcome(Buffer.from(packed, 'base64'), known)).toEqual([{ Source, DetailType, Detail }]);
});

test('what the version before that kept is read', () => {
  const dictionary =
    '{"metadata":{"eventId":"","correlationId":"","causationId":"","hops":1,"version":1,"occurredAt":"202","producer":"';
  const detail = { metadata: { eventId: 'e-1', correlationId: 'r-1', hops: 1 }, data: { loan: { id: 'l-1' } } };
  const packed = (brought: string) =>
    deflateRawSync(JSON.stringify([['library.desk', 'Lent', detail]]), {
      dictionary: Buffer.from(dictionary + brought),
    });
  const said = [{ Source: 'library.desk', DetailType: 'Lent', Detail: JSON.stringify(detail) }];
  expect(unpackOutcome(packed('{"loan":{"id":"l-1"}}'), knownWith({ loan: { id: 'l-1' } }))).toEqual(said);
  expect(unpackOutcome(packed(''), knownWith(undefined))).toEqual(said);
});

test('an event that carries on what the job was brought fits into one write unit, and is kept without the people in it', () => {
  const items = Array.from({ length: 100 }, (_, n) => ({ title: `Volume ${n * 7919}`, shelf: n * 104_729 }));
  const loan = { id: 'l-1', reader: { name: 'Grace Hopper', email: 'grace@example.com' }, items };
  const metadata = { eventId: 'f'.repeat(32), correlationId: 'l-1', causationId: '0'.repeat(32), hops: 2, version: 1 };
  const Detail = JSON.stringify({ metadata, data: { loan, dueOn: '2026-12-24' } });
  const packed = packOutcome([{ Source: 'library.desk', DetailType: 'LoanExtended', Detail }], knownWith({ loan }));
  expect(packed.length).toBeLessThan(800);
  expect(Detail.length).toBeGreaterThan(4000);
  expect(String(Buffer.from(packed))).not.toMatch(/Grace|grace/);
});
