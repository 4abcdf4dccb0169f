import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { maskAddresses, maskPersonal } from '#contracts/mask-personal.ts';
import { personal } from '#contracts/personal.ts';

const Loan = z.object({
  id: z.string(),
  member: z.object({ id: z.string(), name: personal(z.string()), email: personal(z.email()) }),
  books: z.array(z.object({ isbn: z.string() })),
  fee: z.object({ amount: z.int() }),
});
const Lent = z.object({ loan: Loan });

const member = { id: 'm-1', name: 'Ada Lovelace', email: 'ada@example.com' };

describe('maskPersonal', () => {
  it('masks what the contract marks, and nothing else', () => {
    expect(maskPersonal(Lent, { loan: { id: 'l-1', member, fee: { amount: 1 } } })).toEqual({
      loan: { id: 'l-1', member: { id: 'm-1', name: '***', email: '***' }, fee: { amount: 1 } },
    });
  });

  it('masks marked fields of the wrong type too', () => {
    expect(maskPersonal(Lent, { loan: { member: { name: { first: 'Ada' } } } })).toEqual({
      loan: { member: { name: '***' } },
    });
  });

  it('masks whole what stands where the contract has something else', () => {
    const loan = { books: member.name, fee: [member.name], id: { of: member.name } };
    expect(maskPersonal(Lent, { loan })).toEqual({ loan: { books: '***', fee: '***', id: '***' } });
  });

  it('masks an email address wherever it stands', () => {
    expect(maskPersonal(z.object({ note: z.string() }), { note: 'write to ada@example.com, please' })).toEqual({
      note: 'write to ***, please',
    });
  });

  const Name = personal(z.string());
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['a map', z.record(z.string(), z.object({ name: Name })), { a: { name: 'Ada' } }, { a: { name: '***' } }],
    ['the keys of a map', z.record(Name, z.int()), { Ada: 1, Bob: 2 }, { '***': 1, '*** 2': 2 }],
    ['a list of maps', z.array(z.record(z.string(), Name)), [{ a: 'Ada' }], [{ a: '***' }]],
    ['a tuple', z.tuple([z.int(), Name], Name), [1, 'Ada', 'Bob'], [1, '***', '***']],
    ['what may be null', z.object({ name: Name }).nullable(), { name: 'Ada' }, { name: '***' }],
    ['what has a default', z.object({ name: Name }).default({ name: '' }), { name: 'Ada' }, { name: '***' }],
    ['either of two', z.union([z.object({ id: z.int() }), z.object({ name: Name })]), { name: 'A' }, { name: '***' }],
    [
      'both of two',
      z.intersection(z.object({ id: z.int() }), z.object({ name: Name })),
      { id: 1, name: 'A' },
      { id: 1, name: '***' },
    ],
    [
      'what is transformed',
      z.object({ name: Name.transform((name) => name.length) }),
      { name: 'Ada' },
      { name: '***' },
    ],
    ['all other fields', z.object({ id: z.int() }).catchall(Name), { id: 1, name: 'Ada' }, { id: 1, name: '***' }],
  ])('masks within %s', (_, schema, data, masked) => {
    expect(maskPersonal(schema, data)).toEqual(masked);
  });

  it('masks what contains itself', () => {
    const Person: z.ZodType = z.lazy(() => z.object({ name: Name, friends: z.array(Person) }));
    expect(maskPersonal(Person, { name: 'Ada', friends: [{ name: 'Bob', friends: [] }] })).toEqual({
      ...{ name: '***', friends: [{ name: '***', friends: [] }] },
    });
  });

  it('keeps the shape alone of fields that the contract does not know, and of those of any type', () => {
    const schema = z.looseObject({ id: z.string(), extra: z.unknown() });
    expect(maskPersonal(schema, { id: 'l-1', extra: { of: 'Ada' }, phone: 12, 'Ada L.': true })).toEqual({
      ...{ id: 'l-1', extra: { of: '***' }, phone: '***', '***': true },
    });
  });

  it.each([
    ['a@b.example!c@d.example', '******'],
    ['<ada@b.example>, c@d.', '<***>, ***.'],
    ['at @ nobody, a@, @b', 'at @ nobody, a@, @b'],
  ])('masks every address in %s', (text, masked) => {
    expect(maskAddresses(text)).toBe(masked);
  });

  it('reads a megabyte without an address, and one of addresses alone, in one go', () => {
    const long = 'a'.repeat(2 ** 20);
    expect(maskAddresses(long)).toBe(long);
    expect(maskAddresses('a@b '.repeat(2 ** 18))).toBe('*** '.repeat(2 ** 18));
    expect(maskAddresses(`a@${'.'.repeat(2 ** 20)}`)).toHaveLength(2 ** 20 + 2);
  });

  it('takes fields named like those of every object', () => {
    expect(maskPersonal(Lent, { valueOf: null })).toEqual({ valueOf: null });
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(JSON.stringify(maskPersonal(Lent, json))).toBeDefined();
      }),
    );
  });
});
