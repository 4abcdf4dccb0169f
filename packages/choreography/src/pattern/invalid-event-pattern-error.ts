/** A pattern that EventBridge refuses, in the service's words. */
export class InvalidEventPatternError extends Error {
  override readonly name = 'InvalidEventPatternException';

  constructor(
    /** Why, without where: `Empty arrays are not allowed`. */
    readonly reason: string,
    /** The offending key as a path, such as `detail.loan.id`; empty for the pattern as a whole. */
    readonly key: string,
    /** Where in the pattern's text, as the service adds it: `\n at [Source: …; line: 1, column: 17]`. */
    readonly where = '',
  ) {
    super(`Event pattern is not valid. Reason: ${reason}${where}`);
  }
}
