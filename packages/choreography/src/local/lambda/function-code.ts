import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { Functions } from './functions.ts';

/** The path of functions' code in GetFunction's answer. */
export const CODE_PATH = '/_code/';

/** The code of the function that is named in the path, as a zip. */
export function functionCode({ path }: AwsRequest, functions: Functions): AwsResponse {
  const { root } = functions.get(decodeURIComponent(path.slice(CODE_PATH.length))).config;
  return { status: 200, headers: { 'content-type': 'application/zip' }, body: functions.packages.zip(root) };
}
