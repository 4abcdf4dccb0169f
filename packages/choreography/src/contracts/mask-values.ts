import * as z from 'zod';
import { MASK, maskAddresses } from './mask-personal.ts';

/**
 * A text, such as an error's, without the values that some data has where its schema marks fields as personal, and without email
 * addresses. A value of one or two characters is masked where it stands as a word of its own, any other wherever it stands.
 */
export function maskValues(text: string, schema: z.ZodType, data: unknown): string {
  // The longest first: one may be a part of another.
  const values = [...new Set(personalValues(schema, data))].sort((a, b) => b.length - a.length);
  return maskAddresses(values.reduce(withoutValue, text));
}

function withoutValue(text: string, value: string): string {
  if (value.length > 2) return text.replaceAll(value, MASK);
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), MASK);
}

/** Each text and number at a personal field, wherever the data fits the schema so far; also as it stands within JSON. */
function personalValues(schema: z.ZodType | undefined, data: unknown): string[] {
  const known = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (!known || data === null || data === undefined) return [];
  if (known.meta()?.['x-personal']) return leaves(data);
  if (Array.isArray(data) && known instanceof z.ZodArray)
    return data.flatMap((item) => personalValues(known.element as z.ZodType, item));
  if (typeof data !== 'object' || !(known instanceof z.ZodObject)) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    Object.hasOwn(known.shape, key) ? personalValues(known.shape[key], value) : [],
  );
}

function leaves(data: unknown): string[] {
  if (typeof data === 'object' && data !== null) return Object.values(data).flatMap(leaves);
  const text = typeof data === 'string' || typeof data === 'number' ? String(data).trim() : '';
  return text === '' ? [] : [text, JSON.stringify(text).slice(1, -1)];
}
