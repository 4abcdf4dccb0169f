import { createHash } from 'node:crypto';

/** Bytes of a fingerprint: 96 bits tell contents apart that came by chance under one key; it lasts, so it is short. */
const BYTES = 12;

/** Characters of a fingerprint of an earlier version, as text: 132 bits. Those before kept all 43, which begin with these. */
export const EARLIER_LENGTH = 22;

/** A hash of some data that does not depend on the order of its keys: distinguishes a repetition from a conflict. */
export const fingerprint = (data: unknown): Uint8Array => hashed(data).digest().subarray(0, BYTES);

/** What an earlier version kept. */
export const earlierFingerprint = (data: unknown): string => hashed(data).digest('base64url').slice(0, EARLIER_LENGTH);

const hashed = (data: unknown) => createHash('sha256').update(canonical(data));

/** Some data as JSON with sorted keys. */
export const canonical = (data: unknown): string => JSON.stringify(sorted(data));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
