import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EventEntry } from '#jobs/event-entry.ts';
import { canonical } from './fingerprint.ts';

/** A part of what is stored: never change it, or outcomes that were kept before cannot be read. */
const METADATA =
  '{"metadata":{"eventId":"","correlationId":"","causationId":"","hops":1,"version":1,"occurredAt":"202","producer":"';

/**
 * What a job said, as it is kept: compressed, and where somebody will bring the job the same again, only as far as it differs from what
 * the job was brought, since an event mostly carries on what caused it.
 *
 * @param brought the data as it was sent; undefined if the outcome has to be readable by itself
 */
export function packOutcome(entries: readonly EventEntry[], brought: unknown): Uint8Array {
  const said = entries.map(({ Source, DetailType, Detail }) => [Source, DetailType, JSON.parse(Detail)]);
  return deflateRawSync(JSON.stringify(said), { level: 9, dictionary: dictionaryOf(brought) });
}

/** The events of {@link packOutcome}, byte for byte. @param brought what they were packed with */
export function unpackOutcome(outcome: Uint8Array, brought: unknown): EventEntry[] {
  const said: [string, string, object][] = JSON.parse(
    String(inflateRawSync(outcome, { dictionary: dictionaryOf(brought) })),
  );
  return said.map(([Source, DetailType, detail]) => ({ Source, DetailType, Detail: JSON.stringify(detail) }));
}

/** The last of it is found with the shortest reference; of more than 32 KB only the end counts (RFC 1951). */
const dictionaryOf = (brought: unknown): Buffer =>
  Buffer.from(METADATA + (brought === undefined ? '' : canonical(brought)));
