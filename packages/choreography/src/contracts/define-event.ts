import type * as z from 'zod';
import { isSchemaPath } from './schema/schema-path.ts';

/**
 * What may be said on the bus: one contract gives the routing key (`source` and `type`), the TypeScript type,
 * the validation and the published JSON Schema.
 */
export interface EventContract<
  Source extends string = string,
  Type extends string = string,
  Data extends z.ZodObject = z.ZodObject,
> {
  /** The participant that says it, as EventBridge's `source`: only it may. */
  readonly source: Source;
  /** EventBridge's `detail-type`: what happened, in the past tense. */
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
  /** Path in `data` of the business key that joins the events of one process. */
  readonly correlateBy: string;
}

/** The data of an event, as its contract types it: `EventData<typeof BookLent>`. */
export type EventData<Contract extends EventContract> = z.output<Contract['data']>;

/**
 * Declares an event. Throws at once when `correlateBy` is no path in `data`, or when the type is no name for something
 * that happened (letters and digits, starting with a capital).
 */
export function defineEvent<const Source extends string, const Type extends string, Data extends z.ZodObject>(
  contract: EventContract<Source, Type, Data>,
): EventContract<Source, Type, Data> {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(contract.type)) {
    throw new Error(`Event type "${contract.type}" must be a capitalised name in the past tense, such as BookLent.`);
  }
  if (!isSchemaPath(contract.data, contract.correlateBy)) {
    throw new Error(`Event ${contract.type}: correlateBy "${contract.correlateBy}" is no path in its data.`);
  }
  return Object.freeze(contract);
}
