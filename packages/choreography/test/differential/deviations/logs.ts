import type { Deviations } from '../deviation.ts';

export const LOGS: Deviations = {
  'Lines are found by a text, in every stream of the group': {
    LocalStack: {
      answers: ['ERROR in one', 'ERROR in two', 'all is well', 'all is well'],
      because: 'It ignores the filter pattern.',
    },
  },
  'Lines of all streams are told by their time, page by page, up to the end and with it': {
    MiniStack: {
      answers: ['at 0 s', 'at 1 s', 'at 2 s'],
      because: 'It leaves out what is as late as the end.',
    },
  },
  'Lines in JSON are found by a value in them': {
    MiniStack: {
      answers: ['{"level":"INFO","took":5}', '{"level":"ERROR","took":50}', 'ERROR'],
      because: 'It ignores a filter pattern for JSON.',
    },
    LocalStack: {
      answers: ['{"level":"INFO","took":5}', '{"level":"ERROR","took":50}', 'ERROR'],
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
