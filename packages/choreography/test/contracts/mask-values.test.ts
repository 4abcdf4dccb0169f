import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { maskValues } from '#contracts/mask-values.ts';
import { personal } from '#contracts/personal.ts';

const Loan = z.object({
  id: z.string(),
  reader: z.object({ name: personal(z.string()), phone: personal(z.number()).optional() }),
  guests: z.array(personal(z.object({ name: z.string() }))),
});

test('no value of a personal field stands in a text that was made of the data, plain or as JSON', () => {
  const name = fc.string({ minLength: 3, unit: 'grapheme' }).filter((text) => text.trim().length >= 3);
  const loan = fc.record({
    id: fc.constant('l-1'),
    reader: fc.record({ name, phone: fc.integer({ min: 1_000_000 }) }),
    guests: fc.array(fc.record({ name })),
  });
  fc.assert(
    fc.property(loan, (data) => {
      const people = [data.reader, ...data.guests].map((each) => each.name.trim());
      const words = `${people.join(' and ')} (${data.reader.phone})`;
      expect(maskValues(`No: ${words}.`, Loan, data)).toMatch(/^No: [*andse ]+ \(\*\*\*\)\.$/);
      const json = maskValues(JSON.stringify(data.reader), Loan, data);
      expect(json).not.toContain(JSON.stringify(data.reader.name.trim()).slice(1, -1));
      expect(json).not.toContain(String(data.reader.phone));
    }),
  );
});

test('what is not personal stays, and a short name is masked as a word alone', () => {
  const data = { id: 'l-1', reader: { name: 'Al' }, guests: [] };
  expect(maskValues('Also Al has l-1; ask al@example.com.', Loan, data)).toBe('Also *** has l-1; ask ***.');
});

test('data that fits nothing is no reason to fail', () => {
  for (const data of [null, undefined, 'text', [1], { reader: 'Ada' }, { guests: { name: 'Ada' } }])
    expect(maskValues('a text', Loan, data)).toBe('a text');
});
