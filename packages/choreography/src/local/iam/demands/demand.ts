import type { AwsRequest } from '#local/gateway/backend.ts';
import { jsonIn } from '#local/gateway/json-body.ts';
import type { Caller } from '#local/iam/caller.ts';

/** What a call asks leave for. */
export interface Demand {
  /** `service:Action`. */
  readonly action: string;
  /** ARN, or `*`. Where SES knows one sender by several identities, leave for any of them will do. */
  readonly resource: string;
  readonly orResource?: string;
  /** Values of the service's own condition keys, by key in lower case. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** What a call to one service asks leave for, all of which is needed; empty if no permission is needed. */
export type Demands = (request: AwsRequest, caller?: Caller) => readonly Demand[];

/** The body of a call in a JSON protocol; the service itself refuses what is no JSON. */
export function jsonBody({ body }: Pick<AwsRequest, 'body'>): Record<string, unknown> {
  try {
    return Object(jsonIn(body));
  } catch {
    return {};
  }
}

/** The action of a call in a JSON protocol. */
export const targetAction = ({ headers }: AwsRequest): string => headers['x-amz-target']?.split('.').at(-1) ?? '';
