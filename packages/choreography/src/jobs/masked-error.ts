import * as z from 'zod';
import { describeIssues } from './incoming.ts';

/** Takes personal data out of a text. */
export type Hide = (text: string) => string;

/**
 * What a job threw, as Lambda may log and keep it: with the error's own name, with what failed before its message, and without
 * personal data. Code may throw what is no error: a text is then the message, and of anything else only its kind is told.
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
