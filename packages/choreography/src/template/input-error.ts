/** What a person gave cannot be used: one sentence says what, where, and what to do. Commands print it and exit with 1. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
