import * as z from 'zod';
import { describeIssues } from '#jobs/incoming.ts';

/** Takes personal data out of a text. */
export type Hide = (text: string) => string;

/**
 * Makes the error that Lambda may log and keep from what a job threw: with the error's own name, with `what` before its message, and
 * without personal data. If the code threw no error, a text is the message, and of any other value only the kind is named.
 */
export function maskedError(thrown: unknown, what: string, hide: Hide): Error {
  const error = thrown instanceof Error ? thrown : new Error(textOf(thrown));
  const { name, stack = '' } = error;
  // Its own message is a page of JSON.
  const message = error instanceof z.ZodError ? describeIssues(error) : error.message;
  const masked = new Error(`${what}: ${hide(message)}`);
  masked.name = name;
  masked.stack = hide(stack);
  return masked;
}

const textOf = (thrown: unknown): string =>
  typeof thrown === 'string' ? thrown : `${Object.prototype.toString.call(thrown)} was thrown, which is no error`;
