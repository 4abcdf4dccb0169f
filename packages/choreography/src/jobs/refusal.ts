/** Why an event can never be handled, however often it is tried: those of the package, and any of a job's own. */
export type RefusalReason = 'ContractViolated' | 'UnknownVersion' | 'HopLimitReached' | 'Conflict' | (string & {});

/**
 * A permanent error: the event is set aside in the job's dead-letter queue at once, and not retried. Its text names the
 * event, the participant's job and the field, and never holds personal data.
 */
export class Refusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message);
    this.name = reason;
  }
}
