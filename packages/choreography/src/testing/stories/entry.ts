import type { EventContract, EventData } from '#contracts/define-event.ts';
import type { Metadata } from '#contracts/metadata.ts';

/** An event as a story puts it on the bus. */
export interface Entry {
  readonly source: string;
  readonly type: string;
  readonly detail: { readonly metadata?: Metadata; readonly data: unknown };
}

/** An event that fits its contract; metadata is left out, as the AWS CLI leaves it out, unless it is given. */
export const entry = <Contract extends EventContract>(
  { source, type }: Contract,
  data: EventData<Contract>,
  metadata?: Metadata,
): Entry => ({ source, type, detail: { ...(metadata && { metadata }), data } });

/** The metadata of the first event of an instance: it was caused by none, and is said now. */
export const firstMetadata = (eventId: string, correlationId: string): Metadata => ({
  eventId,
  correlationId,
  causationId: null,
  hops: 0,
  version: 1,
  occurredAt: new Date().toISOString(),
});
