import type { EventBridgeEvent } from 'aws-lambda';
import type { RecordedEvent } from './api-types.ts';

export type BusEvent = EventBridgeEvent<string, { metadata?: { hops?: number }; data?: unknown }>;

/** An event as it came, and as it is kept. */
export interface HeardEvent {
  readonly event: BusEvent;
  readonly recorded: RecordedEvent;
  readonly correlationId: string | null;
}
