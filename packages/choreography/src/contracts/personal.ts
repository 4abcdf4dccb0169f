import type * as z from 'zod';

/**
 * Marks a field as personal data: `x-personal: true` in the published JSON Schema. Logs, error texts and the monitor
 * never show such a field in clear.
 */
export function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ 'x-personal': true });
}
