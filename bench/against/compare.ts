import { median } from '../median.ts';
import { type Checkout, checkOut, today } from './checkout.ts';
import { help, install, smallMap, start, tests } from './commands.ts';
import { map, putEvents, watch } from './in-process.ts';
import { type Figure, type Measure, reached } from './measure.ts';
import { orders } from './orders.ts';
import { redrive } from './redrive.ts';

export interface Comparison {
  readonly measure: string;
  readonly what: string;
  readonly unit: string;
  readonly before: number;
  readonly today: number;
  readonly ratio: number;
  readonly target: Figure['target'];
  readonly reached: boolean;
}

const MEASURES: Readonly<Record<string, Measure>> = {
  start,
  help,
  smallMap,
  map,
  putEvents,
  orders,
  redrive,
  watch,
  install,
};

/**
 * Measures this version and that of a commit in turns, so that both have the machine as it is in that moment, and prints
 * both with their ratio. `only` names some of the measures; `tests` adds `npm test`.
 */
export async function compare(
  commit: string,
  { only, tests: withTests }: { only?: string[]; tests?: boolean },
  say: (text: string) => void,
): Promise<Comparison[]> {
  const chosen = chooseMeasures(only, withTests ?? false);
  const versions = [checkOut(commit, say), today()];
  say(`${''.padEnd(46)}${commit.padStart(10)}${'today'.padStart(10)}   ratio   target`);
  const all: Comparison[] = [];
  for (const measure of chosen) {
    say(measure.name);
    const compared = await inTurns(measure, versions);
    for (const each of compared) say(row(each));
    all.push(...compared);
  }
  return all;
}

function chooseMeasures(only: readonly string[] | undefined, withTests: boolean): Measure[] {
  const known: Readonly<Record<string, Measure>> = { ...MEASURES, tests };
  if (only === undefined) return [...Object.values(MEASURES), ...(withTests ? [tests] : [])];
  return only.map((name) => {
    const measure = known[name];
    if (!measure) throw new Error(`There is no measure "${name}": choose from ${Object.keys(known).join(', ')}.`);
    return measure;
  });
}

async function inTurns(measure: Measure, versions: readonly Checkout[]): Promise<Comparison[]> {
  const taken: (readonly number[])[][] = versions.map(() => []);
  for (let round = 0; round < measure.rounds; round++)
    for (const [i, version] of versions.entries()) taken[i]?.push(await measure.take(version));
  return measure.figures.map(({ what, unit, target }, i) => {
    const [before = Number.NaN, now = Number.NaN] = taken.map((rounds) =>
      median(rounds.map((values) => values[i] ?? Number.NaN)),
    );
    const ratio = now / before;
    return { measure: measure.name, what, unit, before, today: now, ratio, target, reached: reached(ratio, target) };
  });
}

function row({ what, unit, before, today: now, ratio, target, reached: isReached }: Comparison): string {
  const wanted = 'atMost' in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`;
  const values = [before, now].map((value) => digits(value).padStart(10)).join('');
  return `  ${`${what}, ${unit}`.padEnd(44)}${values}${ratio.toFixed(2).padStart(8)}   ${wanted}${isReached ? '' : ': missed'}`;
}

const digits = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
