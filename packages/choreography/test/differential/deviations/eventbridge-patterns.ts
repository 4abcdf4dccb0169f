import type { Deviations } from '../deviation.ts';

export const PATTERNS: Deviations = {
  'TestEventPattern answers as Event Ruler does: exact values: texts, numbers, booleans, null and the empty text': {
    LocalStack: {
      answers: {
        '{"v":[1]} on {"v":true}': 'matches',
        '{"v":[true]} on {"v":1}': 'matches',
        '{"v":[true]} on {"v":[1,2]}': 'matches',
        '{"v":[{"prefix":"zz"},{"numeric":[">",0]},"abc",null]} on {"v":true}': 'matches',
      },
      because: 'To it 1 and true are equal, as in Python.',
    },
  },
  'TestEventPattern answers as Event Ruler does: prefix and suffix, also with equals-ignore-case': {
    LocalStack: {
      answers: {
        '{"v":[{"prefix":{"equals-ignore-case":"aB"}}]} on {"v":1}': 'InternalError',
        '{"v":[{"prefix":{"equals-ignore-case":"aB"}}]} on {"v":false}': 'InternalError',
        '{"v":[{"suffix":{"equals-ignore-case":"Bc"}}]} on {"v":false}': 'InternalError',
        '{"v":[{"suffix":{"equals-ignore-case":"Bc"}}]} on {"v":true}': 'InternalError',
      },
      because: 'It fails on values that are no text.',
    },
  },
  'TestEventPattern answers as Event Ruler does: wildcard, with escapes': {
    LocalStack: {
      answers: {
        '{"v":[{"wildcard":"a\\\\*c"}]} on {"v":"a*c"}': 'does not match',
      },
      because: 'An escaped star does not match a star.',
    },
  },
  'TestEventPattern answers as Event Ruler does: anything-but in all its forms': {
    LocalStack: {
      answers: {
        '{"v":[{"anything-but":[1,2]}]} on {"v":true}': 'does not match',
        '{"v":[{"anything-but":{"wildcard":["a*c","x*"]}}]} on {"v":["abc","x"]}': 'matches',
      },
      because:
        'To it 1 and true are equal, and anything-but with a list of wildcards matches an array whose values all fit one.',
    },
  },
  'TestEventPattern answers as Event Ruler does: $or, alone and within others': {
    LocalStack: {
      answers: {
        '{"$or":["a","b"]} on {"$or":"a"}': 'InternalError',
        '{"$or":["a","b"]} on {"$or":"z"}': 'InternalError',
        '{"$or":["a","b"]} on {"a":1}': 'InternalError',
        '{"$or":[{"a":[1]}]} on {"$or":{"a":1}}': 'does not match',
      },
      because: 'It fails on a field that is named $or, and takes an $or of one way.',
    },
  },
  'TestEventPattern answers as Event Ruler does: nested objects, arrays and several keys': {
    MiniStack: {
      answers: {
        '{"o.p":[1]} on {"o.p":1}': 'does not match',
      },
      because: 'It takes a dot in a field’s name for a path.',
    },
  },
  'TestEventPattern answers as Event Ruler does: fields of the envelope': {
    LocalStack: {
      answers: {
        '{} on {"a":1}': 'matches',
      },
      because: 'An empty pattern matches everything there; Event Ruler refuses it.',
    },
  },
  'TestEventPattern answers as Event Ruler does: patterns that are wrong': {
    LocalStack: {
      answers: {
        '{"v":[{"anything-but":[1,"a"]}]} on {"v":"abc"}': 'matches',
      },
      because: 'It takes texts and numbers in one anything-but.',
    },
  },
  'An event to be tested has all the fields of an envelope': {
    MiniStack: {
      answers: {
        'without account': 'taken',
        'without detail-type': 'taken',
        'without id': 'taken',
        'without region': 'taken',
        'without source': 'taken',
        'without time': 'taken',
      },
      because: 'It asks for no field.',
    },
  },
  'An event to be tested that is no JSON is refused': {
    MiniStack: {
      answers: {
        refused: 'InvalidEventPatternException',
        status: 400,
      },
      because: 'It blames the pattern.',
    },
  },
};
