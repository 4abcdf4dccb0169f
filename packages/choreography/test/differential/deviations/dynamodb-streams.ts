import type { Deviations } from '../deviation.ts';

export const DYNAMODB_STREAMS: Deviations = {
  'A batch is told again from the record on that a function names as failed': {
    MiniStack: {
      answers: ['good,bad,after'],
      because: 'It reads no partial failure of a stream: what is named as failed is lost there only.',
    },
  },
  'A batch that fails is split until the record that fails is alone, which goes to the destination; the rest is heard':
    {
      MiniStack: {
        answers: { after: 'one,two,bad,after' },
        because:
          'It neither splits a batch nor counts its attempts: one record that fails holds up the stream for ever, and the destination hears of none.',
      },
    },
  'A mapping of a stream says where it starts': {
    MiniStack: { answers: 'taken', because: 'It starts with what comes next.' },
  },
  'A table that has a stream gets no second one, and one that has none cannot be without it': {
    MiniStack: { answers: ['taken', 'taken'], because: 'It takes both.' },
  },
};
