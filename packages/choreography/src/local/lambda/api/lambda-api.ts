import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { Actions, Lambda } from './action.ts';
import { CONCURRENCY } from './concurrency.ts';
import { EVENT_INVOKE_CONFIGS } from './event-invoke-configs.ts';
import { EVENT_SOURCE_MAPPINGS } from './event-source-mappings.ts';
import { FUNCTION_URLS } from './function-urls.ts';
import { FUNCTIONS } from './functions.ts';
import { INVOKE } from './invoke.ts';
import { INVOKE_WITH_RESPONSE_STREAM } from './invoke-with-response-stream.ts';
import { PERMISSIONS } from './permissions.ts';

const ACTIONS: Actions = {
  ...FUNCTIONS,
  ...INVOKE,
  ...INVOKE_WITH_RESPONSE_STREAM,
  ...PERMISSIONS,
  ...CONCURRENCY,
  ...EVENT_INVOKE_CONFIGS,
  ...FUNCTION_URLS,
  ...EVENT_SOURCE_MAPPINGS,
};

/** Lambda's REST API: `/VERSION/COLLECTION/NAME/PART/ID`. */
export async function lambdaApi(request: AwsRequest, lambda: Lambda): Promise<AwsResponse> {
  const { pathname, searchParams: query } = new URL(request.path, 'http://localhost');
  const [collection = '', name, part, id] = pathname.split('/').filter(Boolean).slice(1).map(decodeURIComponent);
  const key = [collection, ...(name ? ['*'] : []), ...(part ? [part] : []), ...(id ? ['*'] : [])].join('/');
  const actions = key.includes('durable-') ? (await import('./durable-executions.ts')).DURABLE_EXECUTIONS : ACTIONS;
  const action = actions[`${request.method} ${key}`];
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${request.method} ${pathname} of Lambda.`,
    );
  // The result that succeeds a callback is whatever its sender says.
  const isJson = !part?.endsWith('invocations') && part !== 'succeed' && request.body.length > 0;
  const input = isJson ? JSON.parse(request.body.toString('utf8')) : {};
  return action({ name: name ?? '', id: id ?? '', query, input, request }, lambda);
}
