import type { DrawnFault } from './faults/faults.ts';
import { runWorld, type WorldOptions, type WorldResult } from './run-world.ts';

/** A failing world with as few stimuli and faults as were found to violate the same invariant. */
export interface Shrunk {
  /** By label. */
  readonly stimuli: readonly string[];
  /** As `FAULT LABEL`. */
  readonly faults: readonly string[];
  readonly result: WorldResult;
  /** How many worlds were tried. */
  readonly worlds: number;
}

/** The most time that shrinking takes, in milliseconds of real time. */
const MAX_MS = 90_000;

const keyOf = ({ fault, label }: DrawnFault): string => `${fault} ${label}`;

/**
 * Shrinks a failing world: leaves out faults and stimuli in turns (all, half, a quarter, … one by one) as long as the same invariant is violated.
 * The others stay the same, since each is drawn by its label.
 */
export async function shrink(options: WorldOptions, failed: WorldResult, maxMs = MAX_MS): Promise<Shrunk> {
  const deadline = Date.now() + maxMs;
  const invariant = failed.violations[0]?.invariant;
  let best = failed;
  let worlds = 0;
  let kept = { faults: failed.drawn.map(keyOf), stimuli: failed.stimuli.map(({ label }) => label) };
  const fails = async (faults: readonly string[], stimuli: readonly string[]): Promise<boolean> => {
    worlds++;
    const result = await runWorld({ ...options, only: { faults: new Set(faults), stimuli: new Set(stimuli) } });
    if (!result.violations.some((each) => each.invariant === invariant)) return false;
    best = result;
    const happened = new Set(result.drawn.map(keyOf));
    kept = { faults: faults.filter((each) => happened.has(each)), stimuli: [...stimuli] };
    return true;
  };
  for (let before = -1; before !== kept.faults.length + kept.stimuli.length && Date.now() < deadline; ) {
    before = kept.faults.length + kept.stimuli.length;
    for (let parts = 1; parts < 2 * Math.max(kept.faults.length, kept.stimuli.length); parts *= 2) {
      // Worlds with few faults are the fastest to try.
      await leaveOut(kept.faults, parts, (rest) => fails(rest, kept.stimuli), deadline);
      await leaveOut(kept.stimuli, parts, (rest) => fails(kept.faults, rest), deadline);
    }
  }
  return { ...kept, result: best, worlds };
}

/** Tries to leave out each of so many parts of a list. */
async function leaveOut(
  all: readonly string[],
  parts: number,
  fails: (rest: readonly string[]) => Promise<boolean>,
  deadline: number,
): Promise<void> {
  const size = Math.ceil(all.length / parts);
  let rest = [...all];
  for (let at = 0; size >= 1 && at < rest.length && Date.now() < deadline; ) {
    const without = rest.filter((_, index) => index < at || index >= at + size);
    if (await fails(without)) rest = without;
    else at += size;
  }
}
