import type { Deviations } from '../deviation.ts';

export const LAMBDA_FUNCTIONS: Deviations = {
  'A runtime that Lambda does not know, and a role that is no ARN, are refused': {
    MiniStack: {
      answers: {
        role: 'taken',
        runtime: 'taken',
      },
      because: 'It takes both.',
    },
  },
};
