import * as z from 'zod';

/**
 * The metadata of every event, beside its `data`. A producer outside the project (the AWS CLI) may leave it out: then
 * the receiver derives it.
 */
export const Metadata = z.object({
  eventId: z.string().min(1).max(128),
  /** The business key that joins the events of one process. */
  correlationId: z.string().min(1).max(256),
  /** The event that caused this one, null for the first of a process. */
  causationId: z.string().min(1).max(128).nullable(),
  /** How many events of the chain came before this one: stops a loop. */
  hops: z.int().min(0),
  /** The version of the contract. */
  version: z.int().min(1),
  occurredAt: z.iso.datetime(),
  /** Who said it, as `participant/job`; absent for producers outside the project. */
  producer: z.string().max(128).optional(),
  /** Said again since a replay came to its producer: the archive has it already. */
  replayed: z.literal(true).optional(),
});

export type Metadata = z.output<typeof Metadata>;
