import type { AwsRequest } from '#local/gateway/backend.ts';
import type { RequestHandler } from '#local/gateway/gateway.ts';
import type { Caller } from '#local/iam/caller.ts';
import type { Demand } from '#local/iam/demands/demand.ts';
import type { Functions } from '#local/lambda/functions.ts';
import type { OnOperation } from '#local/runtime/metering/operation.ts';
import type { OnNotice } from '#local/runtime/notice.ts';

/** What APIs hand requests to, and what judges it. */
export interface ApiServices {
  readonly functions: Pick<Functions, 'invoke'>;
  readonly count: OnOperation;
  readonly notify: OnNotice;
  /** In milliseconds since 1970. */
  now(): number;
  /** Throws AWS's refusal unless API Gateway may do something for a route, by the policy of the resource. */
  authorizeRoute(demand: Demand, sourceArn: string): void;
  /** Throws AWS's refusal unless API Gateway may take a role on and that allows it. */
  authorizeRole(api: string, roleArn: string, demand: Demand): void;
  /** An access key of a role that API Gateway took on. Throws AWS's refusal unless it may. */
  accessKey(api: string, roleArn: string): string;
  /** Who signed a request. */
  callerOf(request: AwsRequest): Caller;
  /** Throws AWS's refusal unless a caller may do what is demanded. */
  authorizeCaller(caller: Caller, demand: Demand): void;
  /** The APIs of the services, by their names in a signature; each judges its caller. */
  service(name: string): RequestHandler | undefined;
}
