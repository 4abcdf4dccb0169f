/** An error as an AWS service answers it: the name that SDKs turn into an exception, and the service's own text. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);

/** How Lambda refuses a parameter. */
export const invalidParameterValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);
