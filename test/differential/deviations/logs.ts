import type { Deviations } from '../deviation.ts';

export const LOGS: Deviations = {
  'Lines are found by a text, in every stream of the group': {
    LocalStack: {
      answers: ['ERROR in one', 'ERROR in two', 'all is well', 'all is well'],
      because: 'It ignores the filter pattern.',
    },
  },
  'A rule writes its events to a log group': {
    MiniStack: {
      answers: [],
      because: 'It delivers nothing to log groups.',
    },
  },
};
