import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddresses, maskPersonal } from '#contracts/mask-personal.ts';
import { OrderPlaced } from '../../../../events/order-placed.ts';

const customer = { id: 'c-1', name: 'Ada Lovelace', email: 'ada@example.com' };

describe('maskPersonal', () => {
  it('masks what the contract marks, and nothing else', () => {
    expect(maskPersonal(OrderPlaced.data, { order: { id: 'o-1', customer, total: { amount: 1 } } })).toEqual({
      order: { id: 'o-1', customer: { id: 'c-1', name: '***', email: '***' }, total: { amount: 1 } },
    });
  });

  it('masks marked fields of the wrong type too', () => {
    expect(maskPersonal(OrderPlaced.data, { order: { customer: { name: { first: 'Ada' } } } })).toEqual({
      order: { customer: { name: '***' } },
    });
  });

  it('masks whole what stands where the contract has something else', () => {
    const order = { items: customer.name, total: [customer.name], id: { of: customer.name } };
    expect(maskPersonal(OrderPlaced.data, { order })).toEqual({ order: { items: '***', total: '***', id: '***' } });
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
    expect(maskPersonal(OrderPlaced.data, { valueOf: null })).toEqual({ valueOf: null });
  });

  it('takes any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(JSON.stringify(maskPersonal(OrderPlaced.data, json))).toBeDefined();
      }),
    );
  });
});
