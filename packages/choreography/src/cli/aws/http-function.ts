import { InputError } from '#template/input-error.ts';

/** What a function behind a function URL answers (payload format 2.0). */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** A GET of a path, with its query string: `state=open&limit=10`. */
export type HttpFunction = (path: string, query?: string) => Promise<HttpAnswer>;

/** Calls a function with an event in JSON, and returns what it answers. */
export type Invoke = (
  event: string,
) => Promise<{ readonly payload: string; readonly functionError?: string | undefined }>;

/** A function that answers HTTP, asked by invoking it. Throws an InputError when it fails, or answers something else. */
export function httpFunction(functionName: string, invoke: Invoke): HttpFunction {
  return async (path, query = '') => {
    const request = {
      version: '2.0',
      rawPath: path,
      rawQueryString: query,
      ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
      headers: {},
      requestContext: { http: { method: 'GET', path } },
    };
    const { payload, functionError } = await invoke(JSON.stringify(request));
    if (functionError) throw new InputError(`The monitor (${functionName}) failed: ${payload}`);
    const answer = parse(payload);
    if (typeof answer?.statusCode !== 'number')
      throw new InputError(`The function ${functionName} did not answer as a monitor does: ${payload}`);
    return answer as HttpAnswer;
  };
}

function parse(payload: string): Partial<HttpAnswer> | null {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
