import { median } from '../median.ts';
import { type Checkout, checkOut, today } from './checkout.ts';
import { help, install, smallMap, start, tests } from './commands.ts';
import { map, matching, putEvents, watch } from './in-process.ts';
import { inWords, type Measure, reached, type Target } from './measure.ts';
import { burst, memory, orders } from './orders.ts';
import { redrive } from './redrive.ts';

export interface Comparison {
  readonly measure: string;
  readonly what: string;
  readonly unit: string;
  readonly before: number;
  readonly today: number;
  readonly ratio: number;
  readonly target: Target;
  readonly reached: boolean;
}

/** In the order of issue 13's table. */
const MEASURES: Readonly<Record<string, Measure>> = {
  orders,
  burst,
  start,
  watch,
  map,
  matching,
  putEvents,
  help,
  smallMap,
  install,
};
/** Those that take many minutes, or are no part of that table. */
const ONLY_IF_ASKED_FOR: Readonly<Record<string, Measure>> = { memory, tests, redrive };

/**
 * Measures this version and that of a commit in turns, so that both have the machine as it is in that moment, and prints
 * both with their ratio. `only` names some of the measures; `all` adds those that take many minutes.
 */
export async function compare(
  commit: string,
  { only, all: isAll = false }: { only?: string[]; all?: boolean },
  say: (text: string) => void,
): Promise<Comparison[]> {
  const chosen = chooseMeasures(only, isAll);
  const versions = [checkOut(commit, say), today()];
  say(`${''.padEnd(46)}${commit.padStart(10)}${'today'.padStart(10)}   ratio   target`);
  const compared: Comparison[] = [];
  for (const measure of chosen) {
    say(measure.name);
    try {
      const rows = await inTurns(measure, versions);
      for (const each of rows) say(row(each));
      compared.push(...rows);
    } catch (error) {
      // The others can be measured all the same.
      say(`  not measured: ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
  if (only === undefined && !isAll)
    for (const [name, measure] of Object.entries(ONLY_IF_ASKED_FOR))
      say(`${measure.name}: not measured, since it takes long; --only ${name} measures it, or --all`);
  return compared;
}

function chooseMeasures(only: readonly string[] | undefined, isAll: boolean): Measure[] {
  const known: Readonly<Record<string, Measure>> = { ...MEASURES, ...ONLY_IF_ASKED_FOR };
  if (only === undefined) return Object.values(isAll ? known : MEASURES);
  return only.map((name) => {
    const measure = known[name];
    if (!measure) throw new Error(`There is no measure "${name}": choose from ${Object.keys(known).join(', ')}.`);
    return measure;
  });
}

async function inTurns(measure: Measure, versions: readonly Checkout[]): Promise<Comparison[]> {
  const [before] = versions;
  if (!before) return [];
  const taken: (readonly number[])[][] = versions.map(() => []);
  for (let round = 0; round < measure.rounds; round++)
    for (const [i, version] of versions.entries()) taken[i]?.push(await measure.take(version, before));
  return measure.figures.map(({ what, unit, target }, i) => {
    const [was = Number.NaN, now = Number.NaN] = taken.map((rounds) =>
      median(rounds.map((values) => values[i] ?? Number.NaN)),
    );
    const ratio = now / was;
    const isReached = reached(was, now, target);
    return { measure: measure.name, what, unit, before: was, today: now, ratio, target, reached: isReached };
  });
}

function row({ what, unit, before, today: now, ratio, target, reached: isReached }: Comparison): string {
  const values = [before, now].map((value) => digits(value).padStart(10)).join('');
  return `  ${`${what}, ${unit}`.padEnd(44)}${values}${ratio.toFixed(2).padStart(8)}   ${inWords(target)}${isReached ? '' : ': missed'}`;
}

/** Where a version did not do all that it was given, there is no value. */
const digits = (value: number): string =>
  Number.isNaN(value) ? 'none' : Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
