import { createHash } from 'node:crypto';

/** What comes with an event to a function. */
export interface InvocationDetails {
  /** A trace header, as X-Ray has it: `Root=1-…;Parent=…;Sampled=0`. */
  readonly traceId?: string | undefined;
  /** JSON text about the client. */
  readonly clientContext?: string | undefined;
  /** What the execution of a durable function is called. */
  readonly executionName?: string | undefined;
  /** Whose environments handle it, of a function that keeps tenants apart. */
  readonly tenantId?: string | undefined;
  /** The name of the queue that it comes from, by an event source mapping. */
  readonly queue?: string | undefined;
}

/** The trace header of an invocation that came without one (developer guide: "_X_AMZN_TRACE_ID"); the same for the same request. */
export function traceIdOf(requestId: string, now: number): string {
  const digits = createHash('sha256').update(requestId).digest('hex');
  const time = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${time}-${digits.slice(0, 24)};Parent=${digits.slice(24, 40)};Sampled=0;Lineage=1:${digits.slice(40, 48)}:0`;
}
