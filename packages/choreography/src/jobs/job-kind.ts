/** How a job is brought to work: by an event, an HTTP request, a message of a queue, or a schedule. */
export type JobKind = 'event' | 'http' | 'queue' | 'schedule';

const KIND = Symbol.for('choreography:job-kind');

/** Marks a handler with its kind, for the proofs of `choreography/testing`, which bring every kind of job to work. */
export function ofKind<Handler extends object>(kind: JobKind, handler: Handler): Handler {
  return Object.defineProperty(handler, KIND, { value: kind });
}

/** The kind of a handler; an event's where a handler was made by hand. */
export const kindOf = (handler: object): JobKind => (handler as { [KIND]?: JobKind })[KIND] ?? 'event';
