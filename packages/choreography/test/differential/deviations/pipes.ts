import type { Deviations } from '../deviation.ts';

const ONLY = 'Its pipes carry streams of tables to topics and state machines';

export const PIPES: Deviations = {
  'A pipe says on a bus what is put into an outbox, by its template, and nothing of what its filter keeps back': {
    MiniStack: { answers: [], because: `${ONLY}: one to a bus is taken, and says nothing.` },
  },
  'A pipe carries a queue through a function that enriches to another queue, without what filter and function drop': {
    MiniStack: {
      answers: { heard: [], left: ['dull', 'lively', 'noise'] },
      because: `${ONLY}: one from a queue is taken, and leaves all where it is.`,
    },
  },
  'What a function that is the target of a pipe names as failed stays in the queue, the rest is deleted': {
    MiniStack: {
      answers: { left: ['bad', 'good'], lost: [] },
      because: `${ONLY}: one from a queue is taken, and leaves all where it is.`,
    },
  },
};
