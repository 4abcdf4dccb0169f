import type { Deviations } from '../deviation.ts';

export const LAMBDA_FUNCTIONS: Deviations = {
  'A runtime that Lambda does not know, and a role that is no ARN, are refused': {
    MiniStack: {
      answers: {
        role: 'taken',
        runtime: 'taken',
      },
      because: 'It takes both.',
    },
  },
  'What a function permits stands in its policy, until it is removed': {
    MiniStack: {
      answers: {
        after: 'taken',
        before: 'taken',
        granted: {
          Id: 'default',
          Statement: [
            {
              Action: 'lambda:InvokeFunction',
              Condition: { StringEquals: { 'AWS:SourceAccount': '<account>' } },
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Resource: 'arn:aws:lambda:<region>:<account>:function:<function>',
              Sid: 'rule',
            },
          ],
          Version: '2012-10-17',
        },
        removed: 'taken',
        wrong: {
          refused: 'ResourceNotFoundException',
          status: 404,
          text: 'No policy is associated with the given resource.',
        },
      },
      because:
        'A function always has a policy there, an empty one; and the text for a statement that is not in it is another.',
    },
  },
  'A function of which nobody said how it is invoked asynchronously has no configuration for it': {
    MiniStack: {
      answers: {
        empty: 'taken',
        none: {
          refused: 'ResourceNotFoundException',
          status: 404,
          text: "The function <function> doesn't have an EventInvokeConfig",
        },
      },
      because: 'It takes a configuration that says nothing, and its text names the function, not its ARN and version.',
    },
  },
};
