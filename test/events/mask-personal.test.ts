import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonal } from '../../events/fragments/mask-personal.ts';
import { OrderPlaced } from '../../events/order-placed.ts';

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
