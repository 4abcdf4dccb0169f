import type { Backend } from '#local/gateway/backend.ts';

export type Answer = Record<string, unknown>;
/** Calls an operation; an error is an answer with `error` and `message`. */
export type Ask = (operation: string, parameters: object) => Promise<Answer>;

const headersOf = (operation: string) => ({
  'x-amz-target': `DynamoDB_20120810.${operation}`,
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
});

export function askAt(url: string): Ask {
  return async (operation, parameters) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: headersOf(operation),
      body: JSON.stringify(parameters),
    });
    return answerOf(response.status, (await response.json()) as Answer);
  };
}

/** Asks a backend of this project, without a server. */
export function askBackend(backend: Backend): Ask {
  return async (operation, parameters) => {
    const body = Buffer.from(JSON.stringify(parameters));
    const response = await backend.handle({ method: 'POST', path: '/', headers: headersOf(operation), body });
    return answerOf(response.status, JSON.parse(String(response.body)) as Answer);
  };
}

function answerOf(status: number, answer: Answer): Answer {
  if (status === 200) return answer;
  const { __type = '', message, Message, ...rest } = answer;
  return { error: String(__type).replace(/^.*#/, ''), message: message ?? Message ?? '', ...rest };
}
