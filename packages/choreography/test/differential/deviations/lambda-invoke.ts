import type { Deviations } from '../deviation.ts';

export const LAMBDA_INVOKE: Deviations = {
  'A function is found by its name, its ARN and the account with its name': {
    MiniStack: {
      answers: {
        endedBy: {
          refused: 'ResourceNotFoundException',
          status: 404,
          text: 'Function not found: arn:aws:lambda:<region>:<account>:function:<account>',
        },
      },
      because: 'It takes the account for the name.',
    },
  },
  'A handler that throws is a function error with its type and message': {
    MiniStack: {
      answers: {
        FunctionError: 'Unhandled',
        StatusCode: 200,
        errorMessage: 'on purpose',
        errorType: 'Runtime.HandlerError',
      },
      because: 'The type of every error is Runtime.HandlerError.',
    },
  },
  'A handler that calls back with an error is a function error too': {
    MiniStack: {
      answers: {
        FunctionError: 'Unhandled',
        errorMessage: 'on purpose',
        errorType: 'Runtime.HandlerError',
      },
      because: 'The type of every error is Runtime.HandlerError.',
    },
  },
  'A function that takes longer than its timeout is stopped and says so': {
    MiniStack: {
      answers: {
        FunctionError: 'Unhandled',
        Payload: {
          errorMessage: 'Task timed out after 1.00 seconds',
          errorType: 'Sandbox.Timedout',
        },
      },
      because: 'Its text does not name the request.',
    },
  },
  'A process that ends is a function error, and the next invocation is well': {
    MiniStack: {
      answers: {
        FunctionError: 'Unhandled',
        afterwards: 'well',
        errorType: 'Runtime.HandlerError',
      },
      because: 'The type of the error is Runtime.HandlerError.',
    },
  },
  'A handler that is not in the package is a function error': {
    MiniStack: {
      answers: {
        FunctionError: 'Unhandled',
        errorType: 'RuntimeError',
      },
      because: 'The type of the error is RuntimeError.',
    },
  },
  'The end of the log comes with the answer, if asked for': {
    MiniStack: {
      answers: ['a line of the story'],
      because: 'It leaves out the lines START, END and REPORT.',
    },
  },
  'A function that does not exist is refused with 404': {
    LocalStack: {
      answers: {
        refused: 'ResourceNotFoundException',
        status: 404,
        text: 'Function not found: arn:aws:lambda:<region>:<account>:function:<function>:$LATEST',
      },
      because: 'Its text names a version that was not asked for.',
    },
  },
  'An event that is no JSON is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It invokes the function with it.',
    },
    LocalStack: {
      answers: 'taken',
      because: 'It invokes the function with it.',
    },
  },
};
