import type { Parameters } from 'fast-check';

/**
 * How a property test runs: its seed is printed, so that a run can be repeated with `SEED=…`, and `npm run test:long` tries
 * many more cases (`RUNS=…`).
 */
export function thorough(runs: number): Parameters<unknown> {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 0x7fffffff));
  const numRuns = runs * Number(process.env.RUNS ?? 1);
  console.log(`SEED=${seed}, ${numRuns} cases`);
  return { seed, numRuns, endOnFailure: process.env.RUNS === undefined };
}

/** For a test whose many cases take minutes in `npm run test:long`. */
export const AS_LONG_AS_IT_TAKES = { timeout: 600_000 };
