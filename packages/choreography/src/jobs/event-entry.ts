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
    const { eventId: causationId, correlationId, key, hops } = incoming;
    const metadata = metadataOf({
      ...{ type: contract.type, version: contract.version, position, producer, occurredAt: now.toISOString() },
      ...{ causationId, correlationId, key, hops },
    });
    return {
      Source: contract.source,
      DetailType: contract.type,
      Detail: JSON.stringify({ metadata, data: contract.data.parse(data) }),
    };
  });
}

/** What the metadata of an event follow from. */
interface Origin extends Omit<Metadata, 'eventId' | 'producer' | 'replayed'> {
  readonly type: string;
  /** Among the events that one run says, from 0. */
  readonly position: number;
  /** The business key, from which the id follows if nothing caused the event. */
  readonly key: string;
  readonly producer: string;
}

export const metadataOf = ({ type, position, key, producer, ...rest }: Origin): Metadata => ({
  eventId: eventId(rest.causationId ?? `${producer}#${key}`, type, position),
  correlationId: rest.correlationId,
  causationId: rest.causationId,
  hops: rest.hops,
  version: rest.version,
  occurredAt: rest.occurredAt,
  producer,
});

/** The deterministic id of an event: 128 bits of SHA-256 in hexadecimal. */
export function eventId(cause: string, type: string, position: number): string {
  return createHash('sha256')
    .update(JSON.stringify([cause, type, position]))
    .digest('hex')
    .slice(0, 32);
}
