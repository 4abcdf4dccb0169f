import { vi } from '#testing/peers.ts';
import type { Bystander } from './bystander.ts';
import type { Engine } from './engine.ts';

/** A story that runs: its engine, and what is to be done when it ends. */
export interface Telling {
  readonly engine: Engine;
  /** The folder of the project. */
  readonly folder: string;
  /** Hears all that is said in the stories of a file. */
  readonly everything: Bystander;
  /** Skips the story, with a sentence, where the engine is not the local runtime. */
  needsLocal(what: string): void;
  /** What a story made on the engine is removed when it ends, however it ends: the last first. */
  afterwards(cleanUp: () => Promise<unknown>): void;
  /** Looks again and again until it is as expected. Throws what was seen last when it never is. */
  until<Seen>(what: string, look: () => Promise<Seen>, expected: (seen: Seen) => unknown): Promise<Seen>;
}

export const untilIn =
  ({ patience }: Engine): Telling['until'] =>
  (what, look, expected) =>
    vi.waitFor(async () => {
      const seen = await look();
      if (!expected(seen)) throw new Error(`${what} is not as expected: ${JSON.stringify(seen)}`);
      return seen;
    }, patience);
