import type { Deviations } from '../deviation.ts';

export const SES: Deviations = {
  'An email from an address that nobody verified is rejected': {
    'local runtime': {
      answers: 'taken',
      because: 'Every sender counts as verified, so that nothing needs to be set up before npm start. On purpose.',
    },
  },
};
