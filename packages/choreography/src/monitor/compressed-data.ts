import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** An item of DynamoDB has at most 400 KB (DynamoDB developer guide: "Quotas"), and an event at most a megabyte. */
const MAX_BYTES = 350_000;

/** An event's data in the table: deflated, so that most events fit into the kilobyte of one write unit. */
export function compressed(data: unknown): Uint8Array {
  const json = JSON.stringify(data);
  const deflated = deflateRawSync(json);
  if (deflated.length <= MAX_BYTES) return deflated;
  return deflateRawSync(JSON.stringify(`Too large to be kept: ${Buffer.byteLength(json)} bytes.`));
}

/** The data that was kept. */
export const decompressed = (kept: Uint8Array): unknown => JSON.parse(inflateRawSync(kept).toString('utf8'));
