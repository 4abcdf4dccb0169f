import { createHash } from 'node:crypto';

/** Characters of a fingerprint: 132 bits tell contents apart. Earlier versions kept all 43, which begin with these. */
export const FINGERPRINT_LENGTH = 22;

/** A hash of some data that does not depend on the order of its keys: distinguishes a repetition from a conflict. */
export const fingerprint = (data: unknown): string =>
  createHash('sha256').update(canonical(data)).digest('base64url').slice(0, FINGERPRINT_LENGTH);

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
