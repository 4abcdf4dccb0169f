/** A pattern that EventBridge refuses, with the offending key. */
export class InvalidEventPatternError extends Error {
  override readonly name = 'InvalidEventPatternException';

  constructor(
    reason: string,
    readonly key: string,
  ) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}
