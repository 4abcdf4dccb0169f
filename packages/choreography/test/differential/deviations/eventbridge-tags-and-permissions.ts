import type { Deviations } from '../deviation.ts';

export const TAGS_AND_PERMISSIONS: Deviations = {
  'A permission of another account stands in the policy of the bus, until it is removed': {
    MiniStack: {
      answers: {
        permitted: {
          Statement: [
            {
              Action: 'events:PutEvents',
              Effect: 'Allow',
              Principal: '111122223333',
              Resource: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
              Sid: 'story',
            },
          ],
          Version: '2012-10-17',
        },
        removed: null,
      },
      because: 'The principal in the policy is the bare account, not its ARN.',
    },
    LocalStack: {
      answers: {
        permitted: {
          Statement: [
            {
              Action: 'events:PutEvents',
              Effect: 'Allow',
              Principal: {
                AWS: 'arn:aws:iam::111122223333:root',
              },
              Resource: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
              Sid: 'story',
            },
          ],
          Version: '2012-10-17',
        },
        removed: {
          Version: '2012-10-17',
        },
      },
      because: 'An empty policy stays when the last permission is removed.',
    },
  },
  'A permission that is not there cannot be removed': {
    MiniStack: {
      answers: 'taken',
      because: 'It answers that all is well.',
    },
  },
  'A permission for a bus that does not exist is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes the permission.',
    },
  },
};
