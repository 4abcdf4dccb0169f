import { createHash } from 'node:crypto';
import type { Metadata } from '#contracts/metadata.ts';
import type { Incoming } from './incoming.ts';
import type { OutgoingEvent } from './say.ts';

/** An event ready for PutEvents, without the bus. Stored in the inbox as the job's outcome. */
export interface EventEntry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/**
 * Turns what a job says into entries. Ids are a hash of cause, type and position, so that a repeated run says the same
 * events, not others. Throws when an event breaks its own contract: that is a fault of the job.
 */
export function eventEntries(
  producer: string,
  incoming: Incoming<unknown>,
  said: readonly OutgoingEvent[],
  now: Date,
): EventEntry[] {
  return said.map(({ contract, data }, position) => {
    const metadata: Metadata = {
      eventId: eventId(incoming.eventId ?? `${producer}#${incoming.key}`, contract.type, position),
      correlationId: incoming.correlationId,
      causationId: incoming.eventId,
      hops: incoming.hops,
      version: contract.version,
      occurredAt: now.toISOString(),
      producer,
    };
    return {
      Source: contract.source,
      DetailType: contract.type,
      Detail: JSON.stringify({ metadata, data: contract.data.parse(data) }),
    };
  });
}

/** The deterministic id of an event: 128 bits of SHA-256 in hexadecimal. */
export function eventId(cause: string, type: string, position: number): string {
  return createHash('sha256')
    .update(JSON.stringify([cause, type, position]))
    .digest('hex')
    .slice(0, 32);
}
