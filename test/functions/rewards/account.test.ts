import { type Item, inboxKey, type TableReader } from 'choreography/jobs';
import { expect, it } from 'vitest';
import { readAccount } from '../../../functions/rewards/account.ts';
import { anOrder } from '../order.ts';

it('An account has the points of the award that is found, though it was made while the account was read', async () => {
  const order = anOrder();
  const items = new Map<string, Item>();
  const put = (item: Item) => items.set(item.pk, item);
  const award = () => {
    put({ pk: `balance#${order.customer.id}`, points: 42, changes: 1 });
    put({ pk: inboxKey('award-points', order.id), record: { points: 42 } });
  };
  const table: TableReader = {
    get: async (pk) => {
      const item = items.get(pk);
      award();
      return item;
    },
    getAll: () => Promise.reject(new Error('An account is read item by item.')),
  };

  expect(await readAccount(table, order, 'award-points')).toMatchObject({
    points: 42,
    other: { record: { points: 42 } },
  });
});
