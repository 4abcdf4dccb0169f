/** The names of errors that come from the code, or from this event, so that they do not pass with time. */
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

/** The TypeErrors with which `fetch` reports that the network failed. */
const OF_THE_NETWORK = /\b(fetch failed|terminated)$/;

/**
 * Whether an error comes from the code or the event, so that days of retries are of no use. Any other error may pass with time.
 *
 * @param error what was thrown, or what of it was logged: its name and its message
 */
export function isFault(error: unknown): boolean {
  const { name, message } = Object(error) as { readonly name?: unknown; readonly message?: unknown };
  return typeof name === 'string' && FAULTS.has(name) && !OF_THE_NETWORK.test(String(message));
}
