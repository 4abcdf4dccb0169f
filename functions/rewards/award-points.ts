import { handle, say } from 'choreography/jobs';
import { PointsAwarded } from '../../events/points-awarded.ts';
import { change, readAccount } from './account.ts';
import { rewards } from './participant.ts';
import { pointsFor } from './points-for.ts';

/** Awards an order's points, once by the ledger; none if the order was reversed before. */
export const handler = handle(rewards, 'award-points', async ({ order }, table) => {
  const account = await readAccount(table, order.customer.id, order.id);
  if (account.awarded !== undefined) return { writes: [], events: [] };
  const points = account.reversed ? 0 : pointsFor(order.total);
  const balance = account.balance + points;
  return {
    writes: change(account, { balance, awarded: points, reversed: account.reversed }),
    events: [say(PointsAwarded, { order, points, balance })],
  };
});
