import type { EventContract, EventData, Metadata } from 'choreography';

/** An event as the stories put it on the bus. */
export interface Entry {
  readonly source: string;
  readonly type: string;
  readonly detail: { readonly metadata?: Metadata; readonly data: unknown };
}

/** An event that fits its contract; metadata is left out, as the AWS CLI would, unless it is given. */
export const entry = <Contract extends EventContract>(
  { source, type }: Contract,
  data: EventData<Contract>,
  metadata?: Metadata,
): Entry => ({ source, type, detail: { ...(metadata && { metadata }), data } });

/** The metadata of the first event of a process. */
export const firstMetadata = (eventId: string, correlationId: string): Metadata => ({
  eventId,
  correlationId,
  causationId: null,
  hops: 0,
  version: 1,
  occurredAt: new Date().toISOString(),
});
