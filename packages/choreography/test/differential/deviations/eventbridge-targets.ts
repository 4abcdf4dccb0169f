import type { Deviations } from '../deviation.ts';

export const TARGETS: Deviations = {
  'Targets are listed as they were put, page by page': {
    MiniStack: {
      answers: [
        {
          NextToken: null,
          Targets: [
            {
              Arn: 'arn:aws:sqs:<region>:<account>:anywhere',
              Id: 'a',
              Input: '"a"',
            },
            {
              Arn: 'arn:aws:sqs:<region>:<account>:anywhere',
              Id: 'b',
              Input: '"b"',
            },
            {
              Arn: 'arn:aws:sqs:<region>:<account>:anywhere',
              Id: 'c',
              Input: '"c"',
            },
          ],
        },
        null,
      ],
      because: 'It ignores Limit and answers everything in one page.',
    },
  },
  'A rule has five targets at most': {
    MiniStack: {
      answers: 'taken',
      because: 'It knows no limit of targets.',
    },
  },
  'Targets of a rule that does not exist are refused': {
    MiniStack: {
      answers: {
        refused: 'ResourceNotFoundException',
        status: 400,
        text: 'Rule <rule> does not exist.',
      },
      because: 'Its text does not name the bus.',
    },
  },
  'Only one of Input, InputPath and InputTransformer may be given': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes both.',
    },
    LocalStack: {
      answers: 'taken',
      because: 'It takes both.',
    },
  },
  'An input template that names a variable which is not there is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes the template.',
    },
  },
  'An Input that is no JSON is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes any text as Input.',
    },
    LocalStack: {
      answers: 'taken',
      because: 'It takes any text as Input.',
    },
  },
  'A retry policy keeps to its limits: 185 attempts, an age of 60 to 86400 seconds': {
    MiniStack: {
      answers: {
        attempts186: 'taken',
        both: 'taken',
        seconds59: 'taken',
        seconds86401: 'taken',
      },
      because: 'It does not check retry policies, which it does not apply either.',
    },
    LocalStack: {
      answers: {
        attempts186: 'taken',
        both: 'taken',
        seconds59: 'taken',
        seconds86401: 'taken',
      },
      because: 'It does not check retry policies, which it does not apply either.',
    },
  },
};
