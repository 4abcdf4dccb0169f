import type { Protocol } from '#local/api-gateway/api.ts';
import type { AwsResponse } from '#local/gateway/backend.ts';

/** Why API Gateway itself answers, and not what is behind it. */
export type Cause = keyof typeof ANSWERS;

/** What API Gateway itself answers (developer guide: "Gateway response types for API Gateway"; HTTP APIs have fewer and other words). */
export function gatewayAnswer(cause: Cause, protocol: Protocol, explanation?: string): AwsResponse {
  const [status, message] = ANSWERS[cause][protocol === 'REST' ? 0 : 1];
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(explanation !== undefined && { 'x-local-explanation': encodeURI(explanation) }),
    },
    body: JSON.stringify({ [message?.startsWith('User is') ? 'Message' : 'message']: message }),
  };
}

type Told = readonly [status: number, message: string | null];

const ANSWERS = {
  'no stage': [
    [403, 'Forbidden'],
    [404, 'Not Found'],
  ],
  'no route': [
    [403, 'Missing Authentication Token'],
    [404, 'Not Found'],
  ],
  unauthorized: [
    [401, 'Unauthorized'],
    [401, 'Unauthorized'],
  ],
  unsigned: [
    [403, 'Missing Authentication Token'],
    [403, 'Forbidden'],
  ],
  denied: [
    [403, 'User is not authorized to access this resource'],
    [403, 'Forbidden'],
  ],
  'denied explicitly': [
    [403, 'User is not authorized to access this resource with an explicit deny'],
    [403, 'Forbidden'],
  ],
  'authorizer failed': [
    [500, null],
    [500, 'Internal Server Error'],
  ],
  'too large': [
    [413, 'Request Too Long'],
    [413, 'Request Entity Too Large'],
  ],
  'unsupported media type': [
    [415, 'Unsupported Media Type'],
    [415, 'Unsupported Media Type'],
  ],
  'integration failed': [
    [500, 'Internal server error'],
    [500, 'Internal Server Error'],
  ],
  'malformed answer': [
    [502, 'Internal server error'],
    [500, 'Internal Server Error'],
  ],
} as const satisfies Record<string, readonly [rest: Told, http: Told]>;
