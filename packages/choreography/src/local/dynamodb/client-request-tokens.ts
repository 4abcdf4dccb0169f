import { createHash } from 'node:crypto';
import { dynamoDbError } from './dynamodb-error.ts';

/** How long a token identifies its request (API_TransactWriteItems, ClientRequestToken). */
const REMEMBERED_MS = 10 * 60 * 1000;
/** SDKs send a new token with every request, so a long run under load would fill the memory: the oldest go first. */
const MAX_TOKENS = 100_000;

/**
 * Remembers which transactions were done, by their ClientRequestToken: for 10 minutes, the last 100,000 of them. A
 * cancelled transaction is not remembered: repeated, it is tried again.
 */
export function rememberRequests(now: () => number) {
  const requests = new Map<string, { digest: string; until: number }>();
  return {
    /** @throws DynamoDbError IdempotentParameterMismatchException, if the token belongs to another request */
    isDone(token: string, request: unknown): boolean {
      const remembered = requests.get(token);
      if (!remembered || remembered.until <= now()) return false;
      if (remembered.digest === digestOf(request)) return true;
      const message =
        'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.';
      throw dynamoDbError('IdempotentParameterMismatchException', message);
    },
    done(token: string, request: unknown): void {
      requests.delete(token);
      requests.set(token, { digest: digestOf(request), until: now() + REMEMBERED_MS });
      for (const [oldest, { until }] of requests) {
        if (until > now() && requests.size <= MAX_TOKENS) break;
        requests.delete(oldest);
      }
    },
  };
}

function digestOf(request: unknown): string {
  return createHash('sha1').update(JSON.stringify(request)).digest('base64');
}
