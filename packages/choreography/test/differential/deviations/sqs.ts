import type { Deviations } from '../deviation.ts';

export const SQS: Deviations = {
  'A deleted message is gone; deleting it again is no error': {
    MiniStack: {
      answers: {
        Attributes: {
          ApproximateNumberOfMessages: '0',
          ApproximateNumberOfMessagesNotVisible: '0',
        },
        removed: [
          'taken',
          {
            refused: 'ReceiptHandleIsInvalid',
            status: 400,
          },
        ],
      },
      because: 'It forgets the handles of deleted messages, so a repeated delete fails.',
    },
  },
  'Attributes of a queue that are out of range are refused': {
    MiniStack: {
      answers: {
        retention: {
          refused: 'InvalidAttributeValue',
          status: 400,
        },
        unknown: 'taken',
        visibility: {
          refused: 'InvalidAttributeValue',
          status: 400,
        },
      },
      because: 'It takes an attribute that does not exist.',
    },
    LocalStack: {
      answers: {
        retention: 'taken',
        unknown: {
          refused: 'InvalidAttributeName',
          status: 400,
        },
        visibility: 'taken',
      },
      because: 'It does not check the range of the visibility timeout and the retention period.',
    },
  },
};
