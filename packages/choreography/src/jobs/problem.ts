import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';

const TITLES = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
} as const;

/** The HTTP statuses that a job may refuse a request with. */
export type ProblemStatus = keyof typeof TITLES;

/** What is wrong with one field of a request. Its text holds no value, so no personal data either. */
export interface FieldProblem {
  /** The field's path, such as `loan.books.0.title`. */
  readonly field: string;
  readonly detail: string;
}

/**
 * An answer of the media type `application/problem+json` (RFC 9457: "Problem Details for HTTP APIs"): status, title, and a
 * sentence for the caller.
 */
export function problem(
  status: ProblemStatus,
  detail: string,
  more: { readonly errors?: readonly FieldProblem[]; readonly headers?: Readonly<Record<string, string>> } = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more.headers },
    body: JSON.stringify({
      type: 'about:blank',
      title: TITLES[status],
      status,
      detail,
      ...(more.errors && { errors: more.errors }),
    }),
  };
}

/** Each issue of a schema with the path of its field. */
export const fieldProblems = ({ issues }: z.ZodError): FieldProblem[] =>
  issues.map(({ path, message }) => ({ field: path.join('.'), detail: message }));
