import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processorSecondsOfTree } from './against/processor-time.ts';
import { median } from './median.ts';
import { spawnRuntime } from './spawn-runtime.ts';

export interface WatchFigures {
  readonly changed: string;
  /** Milliseconds from the saved file until the runtime says that the change is live: the median, and all. */
  readonly median: number;
  /** Milliseconds of the processor for each, with those of all processes that were started: the mean. */
  readonly processor: number;
  readonly runs: readonly number[];
}

/** What is changed, each time to something new. */
const CHANGES: readonly { changed: string; file: string; edit(text: string, run: number): string }[] = [
  {
    changed: 'a handler',
    file: 'functions/rewards/award-points.ts',
    edit: (text, run) => `${text}\nexport const run = ${run};\n`,
  },
  {
    changed: "an event's contract",
    file: 'events/order-dispatched.ts',
    edit: (text, run) => text.replace(/(dispatchId: z\.string\(\)\.min\(1\))/, `$1.max(${100 + run})`),
  },
  {
    changed: 'the order in all contracts',
    file: 'events/fragments/order.ts',
    edit: (text, run) => text.replace(/(z\.array\(OrderLine\)\.min\(1\)\.max\()\d+/, `$1${100 + run}`),
  },
  {
    changed: 'a stack',
    file: 'infra/warehouse.ts',
    edit: (text, run) => text.replace("'stock#*': ['BatchGetItem'", `'stock#${run}*': ['BatchGetItem'`),
  },
];
const RUNS = 5;
/** A person takes longer between two changes, in milliseconds. */
const PAUSE = 4000;

/** How long `npm start -- --watch` takes until a change is live: in a copy of the project. */
export async function measureWatch(
  say: (text: string) => void,
  project = '.',
  command?: string,
): Promise<WatchFigures[]> {
  say('npm start -- --watch, from a saved file until it is live');
  const copy = resolve(project, 'build/bench-watch');
  copyProject(project, copy);
  const runtime = await spawnRuntime(['--watch'], copy, command);
  try {
    const figures: WatchFigures[] = [];
    for (const { changed, file, edit } of CHANGES) {
      const path = join(copy, file);
      const text = readFileSync(path, 'utf8');
      if (edit(text, 0) === text) throw new Error(`${file} no longer has what the benchmark changes in it.`);
      const runs: number[] = [];
      const before = processorSecondsOfTree(runtime.pid);
      for (let run = 1; run <= RUNS; run++) {
        await pause(PAUSE);
        const began = performance.now();
        const live = runtime.says(/Live again/);
        writeFileSync(path, edit(text, run));
        await live;
        runs.push(performance.now() - began);
      }
      const processor = ((processorSecondsOfTree(runtime.pid) - before) / RUNS) * 1000;
      figures.push({ changed, median: median(runs), processor, runs });
      const all = runs.map((milliseconds) => milliseconds.toFixed(0)).join(', ');
      say(`  ${changed.padEnd(26)}  ${median(runs).toFixed(0).padStart(5)} ms  (median of ${RUNS}: ${all})`);
    }
    return figures;
  } finally {
    await runtime.stop();
    rmSync(copy, { recursive: true });
  }
}

function copyProject(project: string, copy: string): void {
  rmSync(copy, { recursive: true, force: true });
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', options, { cwd: project, encoding: 'utf8' }).split('\0');
  for (const file of files) if (file && existsSync(join(project, file))) cpSync(join(project, file), join(copy, file));
  symlinkSync(resolve(project, 'node_modules'), join(copy, 'node_modules'));
}
