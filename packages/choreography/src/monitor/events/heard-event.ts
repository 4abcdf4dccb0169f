import type { EventBridgeEvent } from 'aws-lambda';
import type { ReadEvent } from './recorded-event.ts';

export type BusEvent = EventBridgeEvent<string, { metadata?: { hops?: number }; data?: unknown }>;

/** An event as it came, and as it is kept. */
export interface HeardEvent extends ReadEvent {
  readonly event: BusEvent;
}
