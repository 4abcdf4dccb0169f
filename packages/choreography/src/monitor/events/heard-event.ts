import type { EventBridgeEvent } from 'aws-lambda';
import type { ReadEvent } from './recorded-event.ts';

export type BusEvent = EventBridgeEvent<string, { metadata?: { hops?: number }; data?: unknown }>;

/** An event as received, with how it is recorded. */
export interface HeardEvent extends ReadEvent {
  readonly event: BusEvent;
}
