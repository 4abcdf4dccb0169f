import type { Feeding } from './job.ts';

/** How a job with a queue before it gets its events. */
export interface Buffering {
  /** The most events that it begins in a second; a fraction is possible. @default no limit */
  readonly perSecond?: number;
}

/** The longest planned duration of a batch: the function has ten seconds. */
const BATCH_SECONDS = 6;
const MAX_BATCH = 10;
/** The least maximum concurrency of an event source mapping (Lambda API reference: "ScalingConfig"). */
const MIN_CONCURRENCY = 2;
/** The most events that one invocation after the other begins in a second. */
const PER_INVOCATION = 20;

/**
 * Computes how a function is fed at a rate: each invocation begins an event every `paceMs`, and all concurrent invocations together
 * keep to the rate. Throws an error that names the job if the rate is not above 0, or below one event in three seconds.
 */
export function feedingAtRate(job: string, perSecond: number): Feeding & { readonly paceMs: number } {
  if (!(perSecond > 0 && Number.isFinite(perSecond)))
    throw new Error(`${job} cannot be given ${perSecond} events a second: give a number above 0.`);
  const maxConcurrency = Math.min(1000, Math.max(MIN_CONCURRENCY, Math.ceil(perSecond / PER_INVOCATION)));
  const paceMs = Math.ceil((1000 * maxConcurrency) / perSecond);
  if (paceMs > BATCH_SECONDS * 1000)
    throw new Error(`${job} cannot be given ${perSecond} events a second: give at least one in three seconds.`);
  const batchSize = Math.max(1, Math.min(MAX_BATCH, Math.floor((BATCH_SECONDS * 1000) / paceMs)));
  return { maxConcurrency, batchSize, paceMs };
}
