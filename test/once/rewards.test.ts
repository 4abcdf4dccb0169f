import { provesOnce } from 'choreography/testing';
import { rewards } from '../../functions/rewards/participant.ts';

provesOnce(rewards, {
  handlers: {
    'award-points': () => import('../../functions/rewards/award-points.ts'),
    'reverse-points': () => import('../../functions/rewards/reverse-points.ts'),
  },
  given: {
    'reverse-points': {
      'before the award': () => [],
      'after the award': ({ order }) => [
        {
          pk: `inbox#award-points#${order.id}`,
          fingerprint: 'f',
          doneAt: '2026-11-30T12:00:00Z',
          record: { points: 7 },
        },
        { pk: `balance#${order.customer.id}`, points: 20, changes: 1 },
      ],
      'after an award of the version before, which kept no record': ({ order }) => [
        { pk: `inbox#award-points#${order.id}`, fingerprint: 'f', doneAt: '2026-11-30T12:00:00Z' },
        { pk: `balance#${order.customer.id}`, points: 2_000_000_000 },
      ],
    },
  },
});
