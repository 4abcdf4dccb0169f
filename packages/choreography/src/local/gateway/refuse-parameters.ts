import { AwsError } from './aws-error.ts';

/** Throws for the first parameter of a call that is given and cannot be honoured here, by its name. */
export function refuseParameters(input: object, names: readonly string[]): void {
  const given = names.find((name) => (input as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (given !== undefined)
    throw new AwsError('UnsupportedOperationException', `The local runtime cannot honour ${given}: leave it out.`);
}
