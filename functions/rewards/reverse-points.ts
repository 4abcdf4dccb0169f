import { handle, say } from 'choreography/jobs';
import { PointsReversed } from '../../events/points-reversed.ts';
import { change, readAccount } from './account.ts';
import { rewards } from './participant.ts';

/**
 * Takes an order's points back, once by the ledger. It may run before the award: then it takes nothing, and the award will give nothing, so
 * that the balance never leaves the right value for any order of the two.
 */
export const handler = handle(rewards, 'reverse-points', async ({ order }, table) => {
  const account = await readAccount(table, order.customer.id, order.id);
  if (account.reversed) return { writes: [], events: [] };
  const points = account.awarded ?? 0;
  const balance = account.balance - points;
  return {
    writes: change(account, { balance, awarded: account.awarded, reversed: true }),
    events: [say(PointsReversed, { order, points, balance })],
  };
});
