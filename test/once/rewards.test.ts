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
        { pk: `ledger#${order.id}`, awarded: 7, reversed: false },
        { pk: `balance#${order.customer.id}`, points: 20, version: 1 },
      ],
    },
  },
});
