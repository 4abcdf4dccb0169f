import { handle, say } from 'choreography/jobs';
import { PointsAwarded } from '../../events/points-awarded.ts';
import { readAccount } from './account.ts';
import { rewards } from './participant.ts';
import { pointsFor } from './points-for.ts';

/** Awards an order's points, once by its record; none if the order was reversed before. */
export const handler = handle(rewards, 'award-points', async ({ order }, table) => {
  const account = await readAccount(table, order, 'reverse-points');
  const points = account.other ? 0 : pointsFor(order.total);
  const balance = account.points + points;
  return {
    writes: points === 0 ? [] : [account.change(balance)],
    record: { points },
    events: [say(PointsAwarded, { order, points, balance })],
  };
});
