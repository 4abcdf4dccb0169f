import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packOutcome, unpackOutcome } from '#jobs/once/outcome.ts';

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
const entries = fc.array(
  fc.record({ Source: fc.string(), DetailType: fc.string(), Detail: json.map((each) => JSON.stringify(each)) }),
);

test('what was said is read byte for byte, with what the job was brought or by itself', () => {
  fc.assert(
    fc.property(entries, json, (said, brought) => {
      expect(unpackOutcome(packOutcome(said, brought), brought)).toEqual(said);
      expect(unpackOutcome(packOutcome(said, undefined), undefined)).toEqual(said);
    }),
  );
});

test('what was brought may have its keys in another order', () => {
  const said = [{ Source: 's', DetailType: 'T', Detail: '{"b":"a long text that is in both","a":1}' }];
  const packed = packOutcome(said, { a: 1, b: 'a long text that is in both' });
  expect(unpackOutcome(packed, { b: 'a long text that is in both', a: 1 })).toEqual(said);
});

test('an event that carries on what the job was brought fits into one write unit, and is kept without the people in it', () => {
  const items = Array.from({ length: 100 }, (_, n) => ({ title: `Volume ${n * 7919}`, shelf: n * 104_729 }));
  const loan = { id: 'l-1', reader: { name: 'Grace Hopper', email: 'grace@example.com' }, items };
  const metadata = { eventId: 'f'.repeat(32), correlationId: 'l-1', causationId: '0'.repeat(32), hops: 2, version: 1 };
  const Detail = JSON.stringify({ metadata, data: { loan, dueOn: '2026-12-24' } });
  const packed = packOutcome([{ Source: 'library.desk', DetailType: 'LoanExtended', Detail }], { loan });
  expect(packed.length).toBeLessThan(800);
  expect(Detail.length).toBeGreaterThan(4000);
  expect(String(Buffer.from(packed))).not.toMatch(/Grace|grace/);
});
