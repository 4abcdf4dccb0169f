/**
 * Milliseconds between two requests by which a queue is received from. Lambda begins with five pollers (developer guide: "Using Lambda with Amazon SQS"),
 * each of which takes about ten milliseconds for a request, so that one comes each two.
 */
export const RECEIVE_EVERY_MS = 2;
