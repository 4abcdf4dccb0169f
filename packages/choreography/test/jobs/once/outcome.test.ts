import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventEntries } from '#jobs/event-entry.ts';
import { type KnownOfOutcome, packOutcome, unpackOutcome } from '#jobs/once/outcome.ts';
import { say } from '#jobs/say.ts';
import { PageCopied } from '../reservations.ts';

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

test('what was said is read byte for byte, with what the job was brought and keeps, or by itself', () => {
  fc.assert(
    fc.property(entries, json, fc.option(json, { nil: undefined }), (said, brought, record) => {
      for (const known of [knownWith(brought, record), knownWith(undefined, record)])
        expect(unpackOutcome(packOutcome(said, known), known)).toEqual(said);
    }),
  );
});

test('what a job says of whatever caused it is read byte for byte, though its id is not kept', () => {
  const cause = fc.oneof(fc.constant(null), fc.constantFrom('0f'.repeat(16), 'e-1', 'A'.repeat(22)));
  fc.assert(
    fc.property(
      cause,
      fc.string({ minLength: 1 }),
      fc.integer({ min: 1, max: 3 }),
      (eventId, correlationId, events) => {
        const incoming = { data: {}, key: correlationId, eventId, correlationId, hops: 1 };
        const pages = Array.from({ length: events }, () => say(PageCopied, { reservation: { id: 'r-1' }, page: 1 }));
        const said = eventEntries('desk/copy', incoming, pages, new Date());
        const known = { ...knownWith({ reservation: { id: 'r-1' } }), key: correlationId };
        const packed = packOutcome(said, known);
        expect(unpackOutcome(packed, known)).toEqual(said);
        if (events === 1 && eventId === '0f'.repeat(16)) expect(packed.length).toBeLessThan(110);
      },
    ),
  );
});

test('what was brought may have its keys in another order', () => {
  const said = [{ Source: 's', DetailType: 'T', Detail: '{"b":"a long text that is in both","a":1}' }];
  const packed = packOutcome(said, knownWith({ a: 1, b: 'a long text that is in both' }));
  expect(unpackOutcome(packed, knownWith({ b: 'a long text that is in both', a: 1 }))).toEqual(said);
});

test('what the version before kept is read', () => {
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
