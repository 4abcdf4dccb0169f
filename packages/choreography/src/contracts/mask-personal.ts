import * as z from 'zod';

/** What stands in the place of personal data. */
export const MASK = '***';

/**
 * A copy of some data with the fields masked that its schema marks as personal. What stands where the schema has something
 * else is masked whole, since nobody knows what it is; of what the schema does not know, email addresses are masked.
 */
export function maskPersonal(schema: z.ZodType | undefined, data: unknown): unknown {
  const known = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (known?.meta()?.['x-personal']) return MASK;
  if (Array.isArray(data) && (!known || known instanceof z.ZodArray)) {
    return data.map((item) => maskPersonal(known?.element as z.ZodType | undefined, item));
  }
  if (isRecord(data) && (!known || known instanceof z.ZodObject)) {
    const shape: Record<string, z.ZodType> = known?.shape ?? {};
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        maskPersonal(Object.hasOwn(shape, key) ? shape[key] : undefined, value),
      ]),
    );
  }
  if (known && !known.safeParse(data).success) return MASK;
  return typeof data === 'string' ? maskAddresses(data) : data;
}

const isRecord = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

/** Masks the email addresses in a text, such as an error text of another system. */
export function maskAddresses(text: string): string {
  // Every run of such characters is one match, an address or not: to look for addresses alone would read a long run without
  // one again from each of its characters.
  return text.replace(/[\w.!#$%&'*+/=?^`{|}~-]+(@[\w.-]*\w)?/g, (run, domain) => (domain ? MASK : run));
}

/** The shape of some data of which no contract is known: every text and number in it is masked. */
export function maskUnknown(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(maskUnknown);
  if (isRecord(data)) return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, maskUnknown(value)]));
  return typeof data === 'boolean' || data === null ? data : MASK;
}
