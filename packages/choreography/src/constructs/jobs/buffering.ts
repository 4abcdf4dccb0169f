import type { Feeding } from './retry-queue.ts';

/** How a job is fed that stands behind a queue. */
export interface Buffering {
  /** How many events it may begin in a second, at most; a fraction is possible. @default as many as there are */
  readonly perSecond?: number;
}

/** A batch must end in time: the function has ten seconds. */
const BATCH_SECONDS = 6;
const MAX_BATCH = 10;
/** Event source mappings have two batches under way at least. */
const MIN_CONCURRENCY = 2;
/** So many events a second a single invocation begins at the most, one batch after the other. */
const PER_INVOCATION = 20;

/**
 * How a function is fed at a rate: each invocation begins an event every `paceMs`, and there are never more invocations than
 * keep to the rate together. Throws a sentence if the rate is none.
 */
export function atRate(job: string, perSecond: number): Feeding & { readonly paceMs: number } {
  if (!(perSecond > 0 && Number.isFinite(perSecond)))
    throw new Error(`${job} cannot be given ${perSecond} events a second: give a number above 0.`);
  const maxConcurrency = Math.min(1000, Math.max(MIN_CONCURRENCY, Math.ceil(perSecond / PER_INVOCATION)));
  const paceMs = Math.ceil((1000 * maxConcurrency) / perSecond);
  if (paceMs > BATCH_SECONDS * 1000)
    throw new Error(`${job} cannot be given ${perSecond} events a second: it takes one in three seconds at the least.`);
  const batchSize = Math.max(1, Math.min(MAX_BATCH, Math.floor((BATCH_SECONDS * 1000) / paceMs)));
  return { maxConcurrency, batchSize, paceMs };
}
