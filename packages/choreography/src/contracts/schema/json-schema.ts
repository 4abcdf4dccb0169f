import * as z from 'zod';
import type { EventContract } from '#contracts/define-event.ts';
import { Metadata } from '#contracts/metadata.ts';

/**
 * The JSON Schema (draft 4, which the EventBridge schema registry takes) of what is on the bus for one event:
 * EventBridge's envelope with the contract's `detail`. Unknown fields are allowed everywhere: a producer may add fields
 * without breaking anybody.
 */
export function eventJsonSchema(contract: EventContract): Record<string, unknown> {
  const event = z.object({
    source: z.literal(contract.source),
    'detail-type': z.literal(contract.type),
    detail: z.object({ metadata: Metadata.optional(), data: contract.data }),
  });
  return {
    ...z.toJSONSchema(event, { target: 'draft-4', io: 'input' }),
    title: contract.type,
    'x-version': contract.version,
    'x-correlate-by': contract.correlateBy,
  };
}

/** The JSON Schema (draft 4) of the data alone: what consumers' `accepts` are compared with. */
export function dataJsonSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { target: 'draft-4', io: 'input' }) as Record<string, unknown>;
}
