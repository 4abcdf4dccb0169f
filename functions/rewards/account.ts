import type { TableReader, Write } from 'choreography/jobs';

/** A customer's points, and what the ledger says of one order. */
export interface Account {
  readonly customerId: string;
  readonly orderId: string;
  readonly balance: number;
  /** Points on the balance for this order; undefined before the award. */
  readonly awarded: number | undefined;
  readonly reversed: boolean;
}

const balanceKey = (customerId: string): string => `balance#${customerId}`;
const ledgerKey = (orderId: string): string => `ledger#${orderId}`;

/** Reads the balance `{ pk, points }` and the order's ledger entry `{ pk, awarded?, reversed }`. */
export async function readAccount(table: TableReader, customerId: string, orderId: string): Promise<Account> {
  const items = await table.getAll([balanceKey(customerId), ledgerKey(orderId)]);
  const ledger = items.get(ledgerKey(orderId));
  return {
    customerId,
    orderId,
    balance: Number(items.get(balanceKey(customerId))?.points ?? 0),
    awarded: ledger?.awarded as number | undefined,
    reversed: ledger?.reversed === true,
  };
}

/**
 * The writes that bring the account from one state to the next; they fail if either item changed since it was read.
 */
export function change(from: Account, to: Pick<Account, 'balance' | 'awarded' | 'reversed'>): Write[] {
  const ledger: Write = {
    Put: {
      Item: { pk: ledgerKey(from.orderId), awarded: to.awarded, reversed: to.reversed },
      ...(from.awarded === undefined && !from.reversed
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression:
              from.awarded === undefined
                ? 'reversed = :reversed AND attribute_not_exists(awarded)'
                : 'reversed = :reversed AND awarded = :awarded',
            ExpressionAttributeValues: {
              ':reversed': from.reversed,
              ...(from.awarded === undefined ? {} : { ':awarded': from.awarded }),
            },
          }),
    },
  };
  if (to.balance === from.balance) return [ledger];
  const balance: Write = {
    Put: {
      Item: { pk: balanceKey(from.customerId), points: to.balance },
      ConditionExpression: from.balance === 0 ? 'attribute_not_exists(pk) OR points = :before' : 'points = :before',
      ExpressionAttributeValues: { ':before': from.balance },
    },
  };
  return [ledger, balance];
}
