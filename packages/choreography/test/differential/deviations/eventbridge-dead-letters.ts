import type { Deviations } from '../deviation.ts';

export const DEAD_LETTERS: Deviations = {
  'An event for a queue that does not exist is set aside, with the rule, the target and the reason': {
    MiniStack: {
      answers: [],
      because: 'It does not use the dead-letter queues of targets: the event is lost.',
    },
    LocalStack: {
      answers: [],
      because: 'It does not use the dead-letter queues of targets: the event is lost.',
    },
  },
  'An event for a queue whose policy does not let EventBridge send is not delivered, but set aside without a retry': {
    MiniStack: {
      answers: {
        aside: [],
        delivered: 1,
      },
      because: 'It asks no queue policy: a permission that is missing shows itself in the account only.',
    },
    LocalStack: {
      answers: {
        aside: [],
        delivered: 1,
      },
      because: 'It asks no queue policy: a permission that is missing shows itself in the account only.',
    },
  },
};
