import type { Deviations } from '../deviation.ts';

export const RULES: Deviations = {
  'Putting a rule again replaces it: what is left out is gone, its targets stay': {
    MiniStack: {
      answers: {
        Description: 'first',
        State: 'DISABLED',
        heard: [],
      },
      because: 'It keeps the old state and description, so a rule that was disabled stays so.',
    },
  },
  'A rule needs an event pattern or a schedule': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes a rule that can never match.',
    },
  },
  'A pattern that is no JSON is refused': {
    LocalStack: {
      answers: 'taken',
      because: 'It takes any text as a pattern: a rule that can never match is found in the account only.',
    },
  },
  'A pattern whose value is in no array is refused': {
    LocalStack: {
      answers: 'taken',
      because: 'It takes any text as a pattern.',
    },
  },
  'A pattern with an operator that does not exist is refused': {
    LocalStack: {
      answers: 'taken',
      because: 'It takes any text as a pattern.',
    },
  },
  'A rule’s name has 64 characters at most, and no space': {
    MiniStack: {
      answers: {
        long: 'taken',
        space: 'taken',
      },
      because: 'It does not check names.',
    },
    LocalStack: {
      answers: {
        long: 'taken',
        space: 'taken',
      },
      because: 'It does not check names.',
    },
  },
  'A rule that does not exist cannot be described': {
    MiniStack: {
      answers: {
        refused: 'ResourceNotFoundException',
        status: 400,
        text: 'Rule <rule> does not exist.',
      },
      because: 'Its text does not name the bus.',
    },
  },
  'A rule that has targets cannot be removed': {
    MiniStack: {
      answers: 'taken',
      because: 'It removes the rule with its targets.',
    },
  },
  'A disabled rule hears nothing until it is enabled': {
    LocalStack: {
      answers: {
        State: 'DISABLED',
        whileDisabled: [
          {
            while: 'disabled',
          },
        ],
        whileEnabled: [
          {
            while: 'enabled',
          },
        ],
      },
      because: 'A disabled rule still delivers: it keeps the state, but does not ask for it when events come.',
    },
  },
  'A rule that does not exist can be neither enabled nor disabled': {
    MiniStack: {
      answers: ['taken', 'taken'],
      because: 'It answers that all is well.',
    },
  },
  'A page holds between 1 and 100 rules': {
    LocalStack: {
      answers: {
        none: 'taken',
        tooMany: 'taken',
      },
      because: 'It does not check Limit.',
    },
    MiniStack: {
      answers: {
        none: 'taken',
        tooMany: 'taken',
      },
      because: 'It does not check Limit.',
    },
  },
  'Schedules that are wrong are refused': {
    MiniStack: {
      answers: {
        'cron(0 12 * * *)': {
          refused: 'ValidationException',
          status: 400,
          text: 'Parameter ScheduleExpression is not valid.',
        },
        'rate(-10 minutes)': {
          refused: 'ValidationException',
          status: 400,
          text: 'Parameter ScheduleExpression is not valid.',
        },
        'rate(0 minutes)': 'taken',
        'rate(1 minutes)': 'taken',
        'rate(10 minute)': 'taken',
        'rate(10 seconds)': {
          refused: 'ValidationException',
          status: 400,
          text: 'Parameter ScheduleExpression is not valid.',
        },
        'rate(10)': {
          refused: 'ValidationException',
          status: 400,
          text: 'Parameter ScheduleExpression is not valid.',
        },
      },
      because: 'It takes a wrong singular or plural, zero, a negative number and seconds.',
    },
  },
  'A schedule is for the default bus only': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes a schedule on any bus.',
    },
  },
};
