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
    expect(maskPersonal(undefined, { note: 'write to ada@example.com, please' })).toEqual({
      note: 'write to ***, please',
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
