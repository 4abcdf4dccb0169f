import type { Deviations } from '../deviation.ts';

export const LAMBDA_ASYNCHRONOUS: Deviations = {
  'What failed for good is recorded at the failure destination': {
    MiniStack: {
      answers: {
        requestContext: {
          approximateInvokeCount: 3,
          condition: 'RetriesExhausted',
          functionArn: 'arn:aws:lambda:<region>:<account>:function:<function>',
        },
        requestPayload: {
          a: 1,
        },
        responseContext: {
          functionError: 'Unhandled',
          statusCode: 200,
        },
        responsePayload: {
          errorMessage: 'on purpose',
          errorType: 'Runtime.HandlerError',
        },
      },
      because:
        'It ignores MaximumRetryAttempts and tries three times; the record lacks its version, time, request id and the version that ran.',
    },
  },
  'What succeeded is recorded at the success destination': {
    MiniStack: {
      answers: null,
      because: 'It records no successes.',
    },
  },
  'A rule does not invoke a function that does not permit it: the event is set aside': {
    LocalStack: {
      answers: {
        aside: [],
        invoked: true,
      },
      because: 'It asks no permission and invokes the function.',
    },
    MiniStack: {
      answers: {
        aside: [],
        invoked: true,
      },
      because: 'It asks no permission and invokes the function.',
    },
  },
};
