import type { Deviations } from '../deviation.ts';

export const PUT_EVENTS: Deviations = {
  'The time of an entry is the time of its event, to the second': {
    MiniStack: {
      answers: {
        isTheEntrysTime: false,
      },
      because: 'It ignores the time of an entry: the event has the time of the call.',
    },
  },
  'Each entry without Source, DetailType or Detail is refused by itself, in its place': {
    MiniStack: {
      answers: {
        Entries: [
          {
            EventId: '<EventId>',
          },
          {
            EventId: '<EventId>',
          },
          {
            EventId: '<EventId>',
          },
          {
            EventId: '<EventId>',
          },
        ],
        FailedEntryCount: 0,
      },
      because: 'It takes entries that lack a required field; what is said wrong shows itself in the account only.',
    },
  },
  'A call whose only entry lacks Source is answered, and only the entry is refused': {
    MiniStack: {
      answers: {
        Entries: [
          {
            EventId: '<EventId>',
          },
        ],
        FailedEntryCount: 0,
      },
      because: 'It takes the entry.',
    },
  },
  'A Detail that is no JSON object is refused: broken JSON, an array, a string': {
    MiniStack: {
      answers: {
        Entries: [
          {
            EventId: '<EventId>',
          },
          {
            EventId: '<EventId>',
          },
          {
            EventId: '<EventId>',
          },
        ],
        FailedEntryCount: 0,
      },
      because: 'It takes any text as Detail.',
    },
  },
  'An entry of a source that begins with aws. is refused': {
    LocalStack: {
      answers: {
        FailedEntryCount: 0,
      },
      because: 'It lets anybody speak as an AWS service.',
    },
  },
  'No entry is a call that is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It does not check the least number of entries.',
    },
    LocalStack: {
      answers: 'taken',
      because: 'It does not check the least number of entries.',
    },
  },
  'More than a megabyte in one call is refused as a whole': {
    MiniStack: {
      answers: 'taken',
      because: 'It knows no limit of size.',
    },
  },
};
