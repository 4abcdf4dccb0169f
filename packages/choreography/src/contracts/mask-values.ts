import type * as z from 'zod';
import { MASK, maskAddresses } from './mask-personal.ts';
import {
  hasPersonalKeys,
  isFieldName,
  type Possible,
  possibleBy,
  possibleField,
  possibleItem,
} from './schema/possible-schemas.ts';

/**
 * A text, such as an error's, without the values that some data has where its schema marks fields as personal, and without email
 * addresses; without a schema, without any value of the data. A value of one or two characters is masked
 * only where it is a word of its own, any other value wherever it occurs.
 */
export function maskValues(text: string, schema: z.ZodType | undefined, data: unknown): string {
  const found = schema ? personalValues(possibleBy([schema]), data) : leaves(data);
  // The longest first: one may be a part of another.
  const values = [...new Set(found)].sort((a, b) => b.length - a.length);
  return maskAddresses(values.reduce(withoutValue, text));
}

function withoutValue(text: string, value: string): string {
  if (value.length > 2) return text.replaceAll(value, MASK);
  const escaped = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), MASK);
}

/** Each text and number at a personal field or of an unknown one, wherever the data fits the schema so far; also as within JSON. */
function personalValues(known: Possible, data: unknown): string[] {
  if (data === null || data === undefined) return [];
  if (known.personal || known.schemas.length === 0) return leaves(data);
  if (Array.isArray(data))
    return data.flatMap((item, i) => {
      const possible = possibleItem(known, i);
      return possible ? personalValues(possible, item) : [];
    });
  if (typeof data !== 'object') return [];
  const inKeys = hasPersonalKeys(known);
  return Object.entries(data).flatMap(([key, value]) => {
    const field = possibleField(known, key);
    if (!field) return isFieldName(key) ? [] : spellings(key);
    return [...(inKeys ? spellings(key) : []), ...personalValues(field, value)];
  });
}

function leaves(data: unknown): string[] {
  if (Array.isArray(data)) return data.flatMap(leaves);
  if (typeof data === 'object' && data !== null)
    return Object.entries(data).flatMap(([key, value]) => [
      ...(isFieldName(key) ? [] : spellings(key)),
      ...leaves(value),
    ]);
  return typeof data === 'string' || typeof data === 'number' ? spellings(String(data)) : [];
}

/** A value as written in a text, and as written in JSON. */
function spellings(value: string): string[] {
  const text = value.trim();
  return text === '' ? [] : [text, JSON.stringify(text).slice(1, -1)];
}
