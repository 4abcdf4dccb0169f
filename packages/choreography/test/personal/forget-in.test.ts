import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetIn } from '#personal/forget-in.ts';

const FIELDS = ['order.customer.name', 'order.customer.email', 'recipient'];
const forget = (item: Record<string, unknown>, ...instances: string[]) =>
  forgetIn(item, { id: 'c-1', instances: new Set(instances) }, FIELDS, ['pk']);

describe('To forget somebody', () => {
  it('what a job said about them goes, and the item by which it is done stays', () => {
    const Detail = JSON.stringify({ metadata: {}, data: { order: { customer: { id: 'c-1', name: 'Ada' } } } });
    expect(forget({ pk: 'inbox-outcome#lend#o-1', outcome: [{ Detail }] })).toEqual({ is: 'removed' });
    expect(forget({ pk: 'inbox#lend#o-1', fingerprint: 'f', doneAt: 'now' })).toEqual({ is: 'kept' });
    // Also where the business key is their id.
    expect(forget({ pk: 'inbox#lend#c-1', fingerprint: 'f', doneAt: 'now' })).toEqual({ is: 'kept' });
  });

  it('what is kept under the key of an instance of theirs counts as theirs, also where their id is not in it', () => {
    expect(forget({ pk: 'inbox-outcome#send#o-1', outcome: [{ recipient: 'Ada' }] }, 'o-1')).toEqual({ is: 'removed' });
    expect(forget({ pk: 'clear#o-1', data: '{"recipient":"Ada"}' }, 'o-1')).toEqual({ is: 'removed' });
    expect(forget({ pk: 'parcel#o-1', recipient: 'Ada', weight: 2 }, 'o-1')).toEqual({
      ...{ is: 'masked', changed: { recipient: '***' } },
    });
    for (const pk of ['clear#o-2', 'parcel#o-2', 'o', 'parcel#o'])
      expect(forget({ pk, recipient: 'Bob' }, 'o-1')).toEqual({ is: 'kept' });
    expect(forget({ pk: 'inbox#send#o-1', fingerprint: 'f', doneAt: 'now' }, 'o-1')).toEqual({ is: 'kept' });
  });

  it('what a job said goes out of the item by which it is done, if the key is theirs, and once', () => {
    const outcome = Buffer.from('compressed');
    const gone = { is: 'masked', changed: { outcome: '***' } };
    expect(forget({ pk: 'inbox#lend#o-1', outcome, doneAt: 'now' }, 'o-1')).toEqual(gone);
    expect(forget({ pk: 'inbox#lend#c-1', outcome, doneAt: 'now' })).toEqual(gone);
    expect(forget({ pk: 'inbox#lend#o-2', outcome, doneAt: 'now' }, 'o-1')).toEqual({ is: 'kept' });
    expect(forget({ pk: 'inbox#lend#o-1', outcome: '***', doneAt: 'now' }, 'o-1')).toEqual({ is: 'kept' });
  });

  it('masks personal attributes of a copy that a job made, as an object, as JSON text, and at the top', () => {
    const order = { id: 'o-1', customer: { id: 'c-1', name: 'Ada', since: 1 }, items: [{ name: 'Tea' }] };
    const hidden = { ...order, customer: { id: 'c-1', name: '***', since: 1 } };
    expect(forget({ pk: 'order#o-1', order })).toEqual({ is: 'masked', changed: { order: hidden } });
    expect(forget({ pk: 'order#o-1', text: JSON.stringify({ order }) })).toEqual({
      ...{ is: 'masked', changed: { text: JSON.stringify({ order: hidden }) } },
    });
    expect(forget({ pk: 'customer#c-1', name: 'Ada', points: 3 })).toEqual({ is: 'masked', changed: { name: '***' } });
  });

  it('leaves others alone, also in the same list', () => {
    const people = ['c-1', 'c-2'].map((id) => ({ customer: { id, name: id } }));
    expect(forget({ pk: 'order#o-2', order: { customer: { id: 'c-2', name: 'Bob' } } })).toEqual({ is: 'kept' });
    expect(forget({ pk: 'day#1', people })).toEqual({
      ...{ is: 'masked', changed: { people: [{ customer: { id: 'c-1', name: '***' } }, people[1]] } },
    });
  });

  it('finds nothing more to do when it was done, whatever an item holds', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    const person = fc.record({ customer: fc.record({ id: fc.constant('c-1'), name: json, email: json }), other: json });
    fc.assert(
      fc.property(person, json, fc.boolean(), (order, other, asText) => {
        const item = { pk: 'x', order: asText ? JSON.stringify({ order }) : order, other };
        const first = forget(item);
        expect(first.is).toBe(order.customer.name === '***' && order.customer.email === '***' ? 'kept' : 'masked');
        const after = { ...item, ...(first.is === 'masked' && first.changed) };
        expect(forget(after)).toEqual({ is: 'kept' });
        const told = asText ? JSON.parse(after.order as string).order : after.order;
        expect(told.customer).toEqual({ id: 'c-1', name: '***', email: '***' });
      }),
    );
  });
});
