/** What code throws when it is wrong, or wrong for just this event; time mends neither. */
const FAULTS = new Set([
  ...[
    'TypeError',
    'RangeError',
    'ReferenceError',
    'SyntaxError',
    'EvalError',
    'URIError',
    'AssertionError',
    'ZodError',
  ],
  // A request that AWS does not understand, such as an item that is too large.
  ...['ValidationException', 'InvalidParameterValue', 'SerializationException'],
]);

/** The TypeErrors of `fetch`: the network failed. */
const OF_THE_NETWORK = /\b(fetch failed|terminated)$/;

/** Whether an error lies in the code or the event, so that trying again for days is of no use. Any other may pass by itself. */
export const isFault = (error: unknown): boolean =>
  error instanceof Error && FAULTS.has(error.name) && !OF_THE_NETWORK.test(error.message);
