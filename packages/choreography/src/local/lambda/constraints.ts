import { validationError } from '#local/gateway/aws-error.ts';

/** Throws Lambda's refusal of a number that is too small or too large; one that is not given is well. */
export function inRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return;
  const limit = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value ${limit}`,
  );
}
