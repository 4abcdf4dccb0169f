import { asJson } from '#template/document/as-object.ts';

/** A run that failed, or an event of its batch that it says it failed on. */
export interface Failure {
  readonly function: string;
  /** The label of the run. */
  readonly label: string;
  readonly error: { readonly name: string; readonly message: string };
}

/** The error in a line of a structured log, as Powertools and the jobs of this package write it; undefined if it has none. */
export function loggedError(line: string): Failure['error'] | undefined {
  if (!line.includes('"ERROR"')) return undefined;
  const { level, error } = Object(asJson(line));
  return level === 'ERROR' && typeof error?.name === 'string' ? error : undefined;
}
