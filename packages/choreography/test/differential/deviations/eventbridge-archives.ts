import type { Deviations } from '../deviation.ts';

export const ARCHIVES: Deviations = {
  'An archive is made and described': {
    MiniStack: {
      answers: {
        described: {
          ArchiveArn: 'arn:aws:events:<region>:<account>:archive/<archive>',
          ArchiveName: '<archive>',
          CreationTime: '<time>',
          Description: '',
          EventCount: 0,
          EventPattern: '{"source":["story"]}',
          EventSourceArn: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
          RetentionDays: 1,
          SizeBytes: 0,
          State: 'ENABLED',
        },
        made: {
          ArchiveArn: 'arn:aws:events:<region>:<account>:archive/<archive>',
          CreationTime: '<time>',
          State: 'ENABLED',
        },
      },
      because: 'It answers an empty Description that was never given.',
    },
  },
  'A replay says archived events again on their bus, marked with its name': {
    LocalStack: {
      answers: {
        endedBy: {
          refused: 'InternalError',
          status: 500,
          text: 'exception while calling events.StartReplay: str.replace() takes no keyword arguments',
        },
      },
      because: 'StartReplay of an archive that holds events ends in an internal error.',
    },
  },
  'A replay to named rules reaches no other rule': {
    MiniStack: {
      answers: {
        named: 1,
        other: 1,
      },
      because: 'It replays to every rule of the bus.',
    },
    LocalStack: {
      answers: {
        endedBy: {
          refused: 'InternalError',
          status: 500,
          text: 'exception while calling events.StartReplay: str.replace() takes no keyword arguments',
        },
      },
      because: 'StartReplay of an archive that holds events ends in an internal error.',
    },
  },
  'An archive of a bus that does not exist is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes the archive.',
    },
  },
  'An archive’s name that is taken is refused': {
    MiniStack: {
      answers: {
        refused: 'ResourceAlreadyExistsException',
        status: 400,
        text: 'Archive <archive> already exists',
      },
      because: 'Its text lacks the full stop.',
    },
  },
  'An archive’s pattern that is wrong is refused': {
    LocalStack: {
      answers: 'taken',
      because: 'It takes any text as a pattern.',
    },
  },
  'A replay of an archive that does not exist is refused': {
    MiniStack: {
      answers: {
        refused: 'ResourceNotFoundException',
        status: 400,
        text: 'Archive <archive> does not exist.',
      },
      because: 'It refuses it by another error.',
    },
  },
  'A replay to another bus than the archive’s is refused': {
    MiniStack: {
      answers: {
        refused: 'ValidationException',
        status: 400,
        text: 'Destination.Arn must match the archive event source.',
      },
      because: 'Its text is another.',
    },
  },
  'A replay that ends before it begins is refused': {
    MiniStack: {
      answers: 'taken',
      because: 'It takes the replay.',
    },
  },
  'A replay’s name that is taken is refused': {
    MiniStack: {
      answers: {
        refused: 'ResourceAlreadyExistsException',
        status: 400,
        text: 'Replay <replay> already exists',
      },
      because: 'Its text lacks the full stop.',
    },
  },
};
