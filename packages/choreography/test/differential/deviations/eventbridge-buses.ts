import type { Deviations } from '../deviation.ts';

export const BUSES: Deviations = {
  'A bus is made, described by name and by ARN, and removed': {
    MiniStack: {
      answers: {
        endedBy: {
          refused: 'ResourceNotFoundException',
          status: 400,
          text: 'Event bus arn:aws:events:<region>:<account>:event-bus/<bus> not found',
        },
      },
      because: 'It finds a bus by its name only, not by its ARN.',
    },
  },
  'The description of a bus is kept': {
    MiniStack: {
      answers: {
        described: 'for a story',
      },
      because: 'CreateEventBus does not answer the description, though DescribeEventBus does.',
    },
  },
  'A name that is taken is refused': {
    MiniStack: {
      answers: {
        refused: 'ResourceAlreadyExistsException',
        status: 400,
        text: 'Event bus <bus> already exists',
      },
      because: 'Its text lacks the full stop.',
    },
  },
  'A custom bus has no slash in its name': {
    MiniStack: {
      answers: 'taken',
      because: 'It does not check names.',
    },
    LocalStack: {
      answers: 'taken',
      because: 'It takes a slash in the name of a custom bus.',
    },
  },
  'A name of 257 characters is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It does not check the length of names.',
    },
    LocalStack: {
      answers: 'taken',
      because: 'It does not check the length of names.',
    },
  },
  'A bus that does not exist cannot be described': {
    MiniStack: {
      answers: {
        refused: 'ResourceNotFoundException',
        status: 400,
        text: 'Event bus <bus> not found',
      },
      because: 'Its text is another.',
    },
  },
  'The default bus cannot be removed': {
    MiniStack: {
      answers: {
        refused: 'ValidationException',
        status: 400,
        text: 'Cannot delete the default event bus',
      },
      because: 'Its text is another.',
    },
  },
  'A bus that has rules cannot be removed': {
    MiniStack: {
      answers: 'taken',
      because: 'It removes the bus with its rules.',
    },
    LocalStack: {
      answers: 'taken',
      because: 'It removes the bus with its rules.',
    },
  },
  'Buses are listed by the beginning of their names, page by page': {
    MiniStack: {
      answers: [
        {
          NextToken: null,
          names: ['<buses>-1', '<buses>-2', '<buses>-3'],
        },
        null,
      ],
      because: 'It ignores Limit and answers everything in one page.',
    },
  },
};
