import { type Item, inboxKey, type TableReader, type Write } from 'choreography/jobs';
import type { Order } from '../../events/fragments/order.ts';

/** A customer's points, and what one of the two jobs made of an order. */
interface Account {
  readonly points: number;
  /** The item that remembers the other job for the order, with the points in its record; undefined before. */
  readonly other: Item | undefined;
  /** Changes the points; fails if the balance, and so perhaps `other`, changed since it was read. */
  change(points: number): Write;
}

const balanceKey = (customerId: string): string => `balance#${customerId}`;

/**
 * Reads the balance `{ pk, points, changes }`, and then whether the other job was done for the order: whatever that does after the
 * balance was read, it changes the balance. If it was done, the balance is read again, which then has what it did: it may have been
 * done in between.
 */
export async function readAccount(
  table: TableReader,
  order: Order,
  otherJob: 'award-points' | 'reverse-points',
): Promise<Account> {
  const pk = balanceKey(order.customer.id);
  const before = await table.get(pk);
  const other = await table.get(inboxKey(otherJob, order.id));
  const balance = other ? await table.get(pk) : before;
  const { points = 0, changes = 0 } = (balance ?? {}) as { points?: number; changes?: number };
  return {
    points,
    other,
    change: (to) => ({
      Put: {
        Item: { pk, points: to, changes: changes + 1 },
        ...(changes > 0
          ? { ConditionExpression: 'changes = :changes', ExpressionAttributeValues: { ':changes': changes } }
          : { ConditionExpression: 'attribute_not_exists(changes)' }),
      },
    }),
  };
}
