import type { RequestHandler } from '#local/gateway/gateway.ts';
import type { OnOperation } from './operation.ts';

/** Answers the calls of a service and tells each that succeeded, by the action that it names. */
export const countedCalls =
  (service: string, handle: RequestHandler, count: OnOperation): RequestHandler =>
  async (request) => {
    const answer = await handle(request);
    const action = request.headers['x-amz-target']?.split('.').at(-1) ?? '';
    if (answer.status < 300) count({ kind: 'call', service, action });
    return answer;
  };
