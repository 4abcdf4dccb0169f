import { isDeepStrictEqual } from 'node:util';
import type { Simulation, WorldView } from '#simulation/define-simulation.ts';
import type { WorldOptions, WorldResult } from '#simulation/run-world.ts';

const INVARIANT = 'the final tables are the same with duplicates as without';

/** The time between two stimuli, in milliseconds: the work of one is done before the next, so that only duplicates make a difference. */
const APART_MS = 30_000;

/** The items of each table without times, by the table's name. */
type Tables = ReadonlyMap<string, readonly unknown[]>;

/**
 * Simulates a world with duplicates alone, and the same world without faults: their stimuli come one by one, and their final tables
 * must be equal but for times. Returns the result of the first, with a violation for each table that differs.
 *
 * @param run simulates one world
 */
export async function runTwins(
  options: WorldOptions,
  run: (options: WorldOptions) => Promise<WorldResult>,
): Promise<WorldResult> {
  const simulation = oneByOne(options.simulation);
  const stay = options.instances * 4 * APART_MS;
  const apart = { ...options, simulation, minutes: Math.max(options.minutes, stay / 60_000) };
  const seen: Tables[] = [];
  const look = (view: WorldView) => seen.push(tablesOf(view));
  const doubled = await run({
    ...apart,
    look: (view) => {
      look(view);
      options.look?.(view);
    },
  });
  if (doubled.violations.length > 0 || options.until !== undefined) return doubled;
  await run({ ...apart, faults: [], look });
  const [withThem, without] = seen as [Tables, Tables];
  const at = new Date(doubled.endedAt).toISOString();
  const violations = differences(withThem, without).map((what) => ({
    ...{ invariant: INVARIANT, instance: undefined, what, at, events: [] },
  }));
  return { ...doubled, violations };
}

const oneByOne = (simulation: Simulation): Simulation => ({
  ...simulation,
  stimuli: (draw, instances) =>
    [...simulation.stimuli(draw, instances)]
      .sort((a, b) => a.at - b.at)
      .map((each, index) => ({ ...each, at: index * APART_MS })),
});

const tablesOf = ({ tables, table }: WorldView): Tables =>
  new Map(tables.map((name) => [name, table(name).map(withoutTimes)]));

/** A value without what depends on time: times, numbers in the range of times, and bytes, which are mostly compressed data. */
function withoutTimes(value: unknown): unknown {
  if (typeof value === 'number') return isTime(value) ? 'a time' : value;
  if (typeof value === 'string')
    return value
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'a time')
      .replace(/(?<![0-9a-f-])\d{10,13}(?![0-9a-f-])/g, (digits) => (isTime(Number(digits)) ? 'a time' : digits));
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (Buffer.isBuffer(value)) return 'bytes';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutTimes(each)]));
}

/** Whether a number is a time in the years 2030 to 2039, where all worlds are, in seconds or milliseconds since 1970. */
const isTime = (value: number): boolean =>
  [1, 1000].some((unit) => value >= 1_893_456_000 * unit && value < 2_208_988_800 * unit);

function differences(withThem: Tables, without: Tables): string[] {
  return [...withThem].flatMap(([name, items]) => {
    const others = [...(without.get(name) ?? [])];
    const more = items.filter((item) => {
      const at = others.findIndex((other) => isDeepStrictEqual(item, other));
      if (at >= 0) others.splice(at, 1);
      return at < 0;
    });
    if (more.length === 0 && others.length === 0) return [];
    return [`${name} has ${shown(more)} with duplicates, but ${shown(others)} without`];
  });
}

const shown = ([first, ...rest]: readonly unknown[]): string => {
  if (first === undefined) return 'nothing else';
  return `${JSON.stringify(first).slice(0, 300)}${rest.length > 0 ? ` and ${rest.length} more` : ''}`;
};
