import type { Deviations } from '../deviation.ts';

export const API_DESTINATIONS: Deviations = {
  'What an API destination answers with 400 is not sent again, but set aside': {
    MiniStack: {
      answers: { lost: [], requests: 1 },
      because: 'It does not use the dead-letter queues of targets: the event is lost.',
    },
  },
};
