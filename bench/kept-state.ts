import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFile } from '../packages/choreography/src/local/state/state-file.ts';
import { changesIn } from '../packages/choreography/src/local/state/state-line.ts';
import { median } from './median.ts';
import { OrderLoad } from './order-load.ts';
import { spawnRuntime } from './spawn-runtime.ts';

const TURNS = Number(process.env.TURNS ?? 9);
const IN_FLIGHT = 5;
const SECONDS = Number(process.env.SECONDS ?? 10);
/** Where the first of the runtimes below keeps its state. */
const KEPT = '.choreography/state/bench%3Dtrue.log';

/**
 * What it costs to keep the state: orders per second, and processor time for an order, of a runtime that keeps it beside one that does
 * not, both loaded at the same time: each has the machine as the other has it. The second runtime of a folder keeps nothing.
 */
const keeping = await spawnRuntime();
const forgetting = await spawnRuntime();
try {
  const sides = [keeping, forgetting].map(({ endpoint, pid }) => ({ load: new OrderLoad(endpoint), pid }));
  for (const { load } of sides) await load.prepare();
  await Promise.all(sides.map(({ load }) => load.run(IN_FLIGHT, SECONDS)));
  const [rates, costs]: [number[], number[]] = [[], []];
  const begin = readFileSync(KEPT).length;
  let orders = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const before = sides.map(({ pid }) => cpuMilliseconds(pid));
    const runs = await Promise.all(sides.map(({ load }) => load.run(IN_FLIGHT, SECONDS)));
    const figures = runs.map(({ perSecond, completed }, at) => {
      const spent = cpuMilliseconds(sides[at]?.pid ?? 0) - (before[at] ?? 0);
      return { perSecond, cpu: spent / completed };
    });
    orders += runs[0]?.completed ?? 0;
    const [kept, not] = figures as [(typeof figures)[0], (typeof figures)[0]];
    rates.push(kept.perSecond / not.perSecond);
    costs.push(kept.cpu / not.cpu);
    console.log(
      `orders/s: kept ${kept.perSecond.toFixed(1)}, not kept ${not.perSecond.toFixed(1)}, ratio ${rates.at(-1)?.toFixed(3)}; ` +
        `CPU ms an order: kept ${kept.cpu.toFixed(1)}, not kept ${not.cpu.toFixed(1)}, ratio ${costs.at(-1)?.toFixed(3)}`,
    );
  }
  console.log(`median ratios: orders/s ${median(rates).toFixed(3)}, CPU an order ${spread(costs)}`);
  console.log(`the writing alone: ${writingMilliseconds(begin, orders).toFixed(2)} CPU ms an order`);
} finally {
  await keeping.stop();
  await forgetting.stop();
}

/** The median of some ratios, and the least and the most. */
function spread(all: readonly number[]): string {
  return `${median(all).toFixed(3)} (${Math.min(...all).toFixed(3)} to ${Math.max(...all).toFixed(3)})`;
}

/** Processor time of all threads of a process, in milliseconds (Linux: proc_pid_stat(5), in hundredths of a second). */
function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Processor time an order for what was written since some byte of the file, written again; the shortest of some rounds, in milliseconds. */
function writingMilliseconds(begin: number, orders: number): number {
  const written = readFileSync(KEPT).subarray(begin);
  const turns: [string, unknown?][][] = [];
  for (let at = 0; at < written.length; ) {
    const end = written.indexOf('\n', at);
    if (end < 0) break;
    turns.push(changesIn(written.subarray(at, end)) ?? []);
    at = end + 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const rounds = Array.from({ length: 5 }, (_, round) => {
    const file = new StateFile(join(folder, `${round}.log`));
    const before = process.cpuUsage();
    for (const changes of turns) {
      for (const [key, value] of changes) value === undefined ? file.delete(key) : file.put(key, value);
      file.flush();
    }
    const { user, system } = process.cpuUsage(before);
    file.close();
    return (user + system) / 1000 / orders;
  });
  rmSync(folder, { recursive: true });
  return Math.min(...rounds);
}
