/** What SQS answered to a call of the runtime's own, as a sentence. */
export class QueueError extends Error {
  constructor(
    message: string,
    /** Whether the queue is not there. */
    readonly missing: boolean,
  ) {
    super(message);
  }
}
