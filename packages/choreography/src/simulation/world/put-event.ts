import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';

/** An event that was put on a bus. */
export interface PutEvent {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The label of the work that put it. */
  readonly label: string;
  /** How many events lead to it, each caused by the one before. */
  readonly hops: number;
  readonly bus: string;
  readonly source: string;
  readonly type: string;
  readonly detail: {
    readonly metadata?: { readonly correlationId?: string; readonly eventId?: string; readonly occurredAt?: string };
    readonly data?: unknown;
  };
}

/** The events that a PutEvents call has put: its entries that did not fail. */
export function eventsPut(
  { body }: AwsRequest,
  answered: AwsResponse,
  { at, label, hops }: Pick<PutEvent, 'at' | 'label' | 'hops'>,
): PutEvent[] {
  const { Entries } = JSON.parse(body.toString('utf8')) as { Entries: Record<string, string>[] };
  const results = JSON.parse(String(answered.body)).Entries as { EventId?: string }[];
  return Entries.flatMap(({ Source = '', DetailType = '', Detail = '{}', EventBusName: bus = 'default' }, index) => {
    const id = results[index]?.EventId;
    return id === undefined
      ? []
      : [{ id, at, label, hops, bus, source: Source, type: DetailType, detail: JSON.parse(Detail) }];
  });
}
