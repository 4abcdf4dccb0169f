import type { EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { maskPersonal } from '../../events/fragments/mask-personal.ts';
import { Order } from '../../events/fragments/order.ts';
import { Metadata } from '../../events/metadata.ts';
import { valueAt } from '../../events/schema-path.ts';
import type { Process } from './define-process.ts';

/** One event as the monitor keeps it: who said what, when and why; personal data is masked. */
export interface RecordedEvent {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  /** ISO 8601: when it happened, or, of a producer that does not say, when EventBridge took it. */
  readonly at: string;
  readonly causationId: string | null;
  readonly participant: string;
  /** Null for a producer outside the project. */
  readonly job: string | null;
  readonly data: unknown;
}

/**
 * Reads any event on the bus, also one that fits no contract. `correlationId` is null when nothing tells to which process
 * it belongs.
 */
export function readRecordedEvent(
  process: Process,
  event: EventBridgeEvent<string, { metadata?: unknown; data?: unknown }>,
): { recorded: RecordedEvent; correlationId: string | null } {
  const metadata = Metadata.safeParse(event.detail.metadata).data;
  const data = event.detail.data ?? null;
  const key = metadata?.correlationId ?? valueAt(data, process.starts.correlateBy);
  const [participant, job] = metadata?.producer?.split('/') ?? [event.source.split('.').at(-1)];
  return {
    correlationId: typeof key === 'string' && key !== '' ? key : null,
    recorded: {
      eventId: metadata?.eventId ?? event.id,
      source: event.source,
      type: event['detail-type'],
      at: metadata?.occurredAt ?? new Date(event.time).toISOString(),
      causationId: metadata?.causationId ?? null,
      participant: participant ?? event.source,
      job: job ?? null,
      data: maskPersonal(contractData(process, event['detail-type']), data),
    },
  };
}

/** Events that the process does not know are masked as if they carried an order, as every order event does. */
function contractData(process: Process, type: string): z.ZodType {
  const known = [
    process.starts,
    ...Object.values(process.steps).flatMap(({ done, failed = [] }) => [...done, ...failed]),
  ];
  return known.find((contract) => contract.type === type)?.data ?? z.object({ order: Order });
}
