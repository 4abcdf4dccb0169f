import type { Stimulus } from './define-simulation.ts';
import type { DrawnFault } from './faults/faults.ts';
import type { Violation } from './invariants/judge.ts';
import { leastOf } from './least-of.ts';
import { runWorld, type WorldOptions, type WorldResult } from './run-world.ts';
import { BEGINNING } from './world/world.ts';

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

/** The most that shrinking takes, in milliseconds of a processor: of those, the same worlds are tried on a busy machine. */
const MAX_MS = 100_000;

const keyOf = ({ fault, label }: DrawnFault): string => `${fault} ${label}`;

/**
 * Shrinks a failing world: leaves out stimuli, then faults, as long as the same invariant is violated. The others stay the same, since
 * each is drawn by its label. What has to do with the instance that the violation names is tried first.
 *
 * @param maxMs milliseconds of a processor
 */
export async function shrink(options: WorldOptions, failed: WorldResult, maxMs = MAX_MS): Promise<Shrunk> {
  const [violation] = failed.violations;
  const since = process.cpuUsage();
  const isOver = () => spentMs(since) > maxMs;
  const tried = new Set<string>();
  let best = failed;
  let least = {
    stimuli: nearestFirst(possibleStimuli(failed, options), (label) => label, violation),
    faults: nearestFirst(failed.drawn.map(keyOf), (key) => key.slice(key.indexOf(' ') + 1), violation),
  };
  const fails = async (stimuli: readonly string[], faults: readonly string[]): Promise<boolean> => {
    const only = { stimuli: new Set(stimuli), faults: new Set(faults) };
    const name = JSON.stringify([[...stimuli].sort(), [...faults].sort()]);
    if (tried.has(name)) return false;
    tried.add(name);
    const result = await runWorld({ ...options, only });
    if (!result.violations.some(({ invariant }) => invariant === violation?.invariant)) return false;
    best = result;
    const happened = new Set(result.drawn.map(keyOf));
    least = { stimuli: [...stimuli], faults: faults.filter((each) => happened.has(each)) };
    return true;
  };
  for (let before = -1; before !== sizeOf(least) && !isOver(); ) {
    before = sizeOf(least);
    await leastOf(least.stimuli, (some) => fails(some, least.faults), isOver);
    await leastOf(least.faults, (some) => fails(least.stimuli, some), isOver);
  }
  return { ...least, result: best, worlds: tried.size };
}

const sizeOf = ({ stimuli, faults }: Pick<Shrunk, 'stimuli' | 'faults'>): number => stimuli.length + faults.length;

/** The stimuli that came before the violation, if it was found while they came. */
function possibleStimuli({ violations: [violation], stimuli }: WorldResult, { minutes }: WorldOptions): string[] {
  const foundAt = Date.parse(violation?.at ?? '') - BEGINNING;
  const isPossible = ({ at }: Stimulus) => foundAt > minutes * 60_000 || at <= foundAt;
  return stimuli.filter(isPossible).map(({ label }) => label);
}

/** Those first whose label begins with that of the violation's instance, or of one of its stimuli, such as `o-1-again`. */
function nearestFirst<Item>(
  items: readonly Item[],
  labelOf: (item: Item) => string,
  violation: Violation | undefined,
): Item[] {
  const instance = violation?.instance ?? ' ';
  const isNear = (item: Item) => new RegExp(`^${instance.replace(/\W/g, '\\$&')}([>-]|$)`).test(labelOf(item));
  return [...items.filter(isNear), ...items.filter((item) => !isNear(item))];
}

function spentMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
