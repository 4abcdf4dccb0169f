import type * as z from 'zod';
import type { EventContract } from './define-event.ts';
import { isSchemaPath } from './schema/schema-path.ts';

/** What one job hears and says. It does not say what triggers it: that is routing. */
export interface JobDeclaration<
  Accepts extends z.ZodObject = z.ZodObject,
  Emits extends readonly EventContract[] = readonly EventContract[],
> {
  /** The data that the job needs: whatever event brings it must fit. */
  readonly accepts: Accepts;
  /**
   * Path in `accepts` of the business key: the job acts once for each value of it, whichever event brings it.
   * Absent for a job that takes no event, or that is harmless to repeat by itself.
   */
  readonly oncePer?: string;
  /**
   * How long a key is remembered. For ever costs a write more for each key of which something is said, and its storage. Otherwise 53
   * days, longer than EventBridge, the queues and the archive can bring an event again; what must not happen twice even if a person puts
   * it again later (a stock, a balance) is then the matter of an item of the job's own that lasts.
   * @default 'for ever'
   */
  readonly remembers?: 'for ever' | 'while it may come again';
  /** The events that the job may say: IAM lets it say no others. */
  readonly emits: Emits;
}

/** A part of the business that acts on its own: it hears and says events, and knows no other participant. */
export interface Participant<
  Name extends string = string,
  Jobs extends Record<string, JobDeclaration> = Record<string, JobDeclaration>,
> {
  readonly name: Name;
  /** EventBridge's `source` of all that it says. */
  readonly source: string;
  readonly jobs: Jobs;
}

/**
 * Declares a participant; imports no AWS client, so that the stacks can read it.
 * Throws at once when a job says an event of another source, or when `oncePer` is no path in what it accepts.
 */
export function defineParticipant<const Name extends string, const Jobs extends Record<string, JobDeclaration>>(
  name: Name,
  { source, jobs }: { source: string; jobs: Jobs },
): Participant<Name, Jobs> {
  for (const [job, { accepts, oncePer, emits }] of Object.entries(jobs)) {
    for (const event of emits) {
      if (event.source !== source) {
        throw new Error(
          `${name}/${job} emits ${event.type}, which only ${event.source} may say (${name} is ${source}).`,
        );
      }
    }
    if (oncePer !== undefined && !isSchemaPath(accepts, oncePer)) {
      throw new Error(`${name}/${job}: oncePer "${oncePer}" is no path in the data that it accepts.`);
    }
  }
  return Object.freeze({ name, source, jobs });
}
