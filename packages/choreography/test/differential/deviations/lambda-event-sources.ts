import type { Deviations } from '../deviation.ts';

const taken = (because: string) => ({ answers: 'taken', because });

export const LAMBDA_EVENT_SOURCES: Deviations = {
  'An answer that names a message which is not in the batch is a failure of the whole batch': {
    MiniStack: {
      answers: { deadLetters: [] },
      because: 'It deletes the messages: a wrong id in a partial failure loses them there only.',
    },
  },
  'A mapping has ten messages a batch and no window unless it says so, is listed, and gone when it is deleted': {
    MiniStack: {
      answers: {
        listed: [true],
        made: {
          BatchSize: 10,
          EventSourceArn: 'arn:aws:sqs:<region>:<account>:<queue>',
          FunctionArn: 'arn:aws:lambda:<region>:<account>:function:<function>',
          FunctionResponseTypes: [],
          LastModified: '<LastModified>',
          LastProcessingResult: 'No records processed',
          MaximumBatchingWindowInSeconds: 0,
          State: 'Enabled',
          StateTransitionReason: 'USER_INITIATED',
        },
        status: 202,
      },
      because: 'The mapping is enabled at once, and has a result that only those of streams have.',
    },
  },
  'A mapping that is not there is not found': {
    MiniStack: {
      answers: {
        refused: 'ResourceNotFoundException',
        status: 404,
        text: 'The resource you requested does not exist. (Service: Lambda, Status Code: 404, Request ID: <uuid>)',
      },
      because: 'Its text has the ending that SDKs for Java add.',
    },
  },
  'A second mapping of a function and a queue is refused': {
    MiniStack: taken('It makes a second one.'),
  },
  'A batch of more than ten needs a window': {
    MiniStack: taken('It asks for no window.'),
  },
  'A filter that is no event pattern is refused': {
    MiniStack: taken('It takes any text as a pattern.'),
  },
  'A queue whose messages are invisible for a shorter time than the function may take is refused': {
    MiniStack: taken('It does not compare the two: what works there is refused by AWS.'),
    LocalStack: taken('It does not compare the two: what works there is refused by AWS.'),
  },
  'A queue that does not exist is refused': {
    MiniStack: taken('It makes a mapping to nothing.'),
  },
};
