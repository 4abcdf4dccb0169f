import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first seed of 20 orders that finds a planted fault, and to how little its world was made smaller, if it was. */
export interface FoundSeed {
  readonly seed: number;
  /** The invariant, and what was said of it. */
  readonly violated: string;
  readonly stimuli?: number | undefined;
  readonly faults?: number | undefined;
  /** What making it smaller took, in seconds of a processor. */
  readonly seconds?: number | undefined;
}

export const FOUND_SEEDS_FILE = join(import.meta.dirname, 'found-seeds.json');

/** By the fault's name; `find-seeds.ts` writes them. */
export const FOUND_SEEDS: Readonly<Record<string, FoundSeed>> = JSON.parse(readFileSync(FOUND_SEEDS_FILE, 'utf8'));
