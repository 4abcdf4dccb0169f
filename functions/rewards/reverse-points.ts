import { handle, say } from 'choreography/jobs';
import { PointsReversed } from '../../events/points-reversed.ts';
import { readAccount } from './account.ts';
import { rewards } from './participant.ts';
import { pointsFor } from './points-for.ts';

/**
 * Takes an order's points back, once by its record. It may run before the award: then it takes nothing, and the award will give nothing, so
 * that the balance never leaves the right value for any order of the two.
 */
export const handler = handle(rewards, 'reverse-points', async ({ order }, table) => {
  const account = await readAccount(table, order, 'award-points');
  const points = account.other ? awardedIn(account.other.record, pointsFor(order.total)) : 0;
  const balance = account.points - points;
  // Before the award the balance is changed, too, though not its points: an award that has read it fails, and decides again.
  const isChanged = points > 0 || !account.other;
  return {
    writes: isChanged ? [account.change(balance)] : [],
    record: { points },
    events: [say(PointsReversed, { order, points, balance })],
  };
});

/** @param usual what an award gives that kept no record, as those of earlier versions */
const awardedIn = (record: unknown, usual: number): number => Number((record as { points?: number })?.points ?? usual);
