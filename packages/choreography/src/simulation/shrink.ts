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
 * Shrinks a failing world: leaves out faults and stimuli (all, half, a quarter, … one by one) as long as the same invariant is violated.
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
    await leaveOut(kept.stimuli, (rest) => fails(kept.faults, rest), deadline);
    await leaveOut(kept.faults, (rest) => fails(rest, kept.stimuli), deadline);
  }
  return { ...kept, result: best, worlds };
}

/** Tries to leave out parts of a list, from all of it down to single entries. */
async function leaveOut(
  all: readonly string[],
  fails: (rest: readonly string[]) => Promise<boolean>,
  deadline: number,
): Promise<void> {
  let rest = [...all];
  for (let size = rest.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < rest.length && Date.now() < deadline; ) {
      const without = rest.filter((_, index) => index < at || index >= at + size);
      if (without.length < rest.length && (await fails(without))) rest = without;
      else at += size;
    }
  }
}
