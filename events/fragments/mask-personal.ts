import * as z from 'zod';

/** What stands in the place of personal data. */
export const MASK = '***';

/**
 * A copy of some data with the fields masked that its schema marks as personal. Data that does not fit the schema is
 * masked as far as it fits; an email address is masked wherever it stands.
 */
export function maskPersonal(schema: z.ZodType | undefined, data: unknown): unknown {
  if (schema?.meta()?.['x-personal']) return MASK;
  if (typeof data === 'string') return maskAddresses(data);
  if (Array.isArray(data)) {
    const element = schema instanceof z.ZodArray ? (schema.element as z.ZodType) : undefined;
    return data.map((item) => maskPersonal(element, item));
  }
  if (data === null || typeof data !== 'object') return data;
  const shape: Record<string, z.ZodType> = schema instanceof z.ZodObject ? schema.shape : {};
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      maskPersonal(Object.hasOwn(shape, key) ? shape[key] : undefined, value),
    ]),
  );
}

/** Masks the email addresses in a text, such as an error text of another system. */
export function maskAddresses(text: string): string {
  return text.replace(/[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]*\w/g, MASK);
}
