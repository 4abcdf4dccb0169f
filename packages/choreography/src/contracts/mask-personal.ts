import type * as z from 'zod';
import {
  hasPersonalKeys,
  isFieldName,
  mayBeArray,
  mayBeObject,
  type Possible,
  possibleBy,
  possibleField,
  possibleItem,
} from './schema/possible-schemas.ts';

/** What replaces personal data. */
export const MASK = '***';

/**
 * A copy of some data with the fields masked that its schema marks as personal, wherever they are: in objects, arrays, maps and
 * their keys, and in any alternative of a union. Fields that the schema
 * does not declare are masked but keep their shape. A value whose type differs from the schema's is masked as a whole.
 */
export const maskPersonal = (schema: z.ZodType, data: unknown): unknown => masked(possibleBy([schema]), data);

function masked(known: Possible, data: unknown): unknown {
  if (known.personal) return MASK;
  if (known.schemas.length === 0) return maskUnknown(data);
  if (Array.isArray(data))
    return mayBeArray(known) ? data.map((item, i) => maskedOr(possibleItem(known, i), item)) : MASK;
  if (isRecord(data)) {
    if (!mayBeObject(known)) return MASK;
    const maskKey = hasPersonalKeys(known) ? () => MASK : maskAddresses;
    return withKeys(data, (key, value) => {
      const field = possibleField(known, key);
      return [field ? maskKey(key) : maskName(key), maskedOr(field, value)];
    });
  }
  if (!known.schemas.some((schema) => schema.safeParse(data).success)) return MASK;
  return typeof data === 'string' ? maskAddresses(data) : data;
}

const maskedOr = (known: Possible | undefined, data: unknown): unknown =>
  known ? masked(known, data) : maskUnknown(data);

const isRecord = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/** Masks the email addresses in a text, such as an error text of another system. */
export function maskAddresses(text: string): string {
  // Every run of such characters is one match, an address or not: to look for addresses alone would read a long run without
  // one again from each of its characters.
  return text.replace(/[\w.!#$%&'*+/=?^`{|}~-]+(@[\w.-]*\w)?/g, (run, domain) => (domain ? MASK : run));
}

/**
 * The shape of some data of which no contract is known: every text and number in it is masked, and so is every name of a field
 * that no developer would give, since it is the key of a map.
 */
export function maskUnknown(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(maskUnknown);
  if (isRecord(data)) return withKeys(data, (key, value) => [maskName(key), maskUnknown(value)]);
  return typeof data === 'boolean' || data === null ? data : MASK;
}

const maskName = (key: string): string => (isFieldName(key) ? key : MASK);

/** A copy of an object with other keys and values; keys that become equal get a number each. */
function withKeys(
  data: Readonly<Record<string, unknown>>,
  change: (key: string, value: unknown) => readonly [string, unknown],
): Record<string, unknown> {
  const taken = new Set<string>();
  const entries = Object.entries(data).map(([before, value]) => {
    const [key, after] = change(before, value);
    let own = key;
    for (let i = 2; taken.has(own); i++) own = `${key} ${i}`;
    taken.add(own);
    return [own, after] as const;
  });
  return Object.fromEntries(entries);
}
