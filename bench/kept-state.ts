import { readFileSync } from 'node:fs';
import { median } from './median.ts';
import { OrderLoad } from './order-load.ts';
import { spawnRuntime } from './spawn-runtime.ts';

const TURNS = Number(process.env.TURNS ?? 9);
const IN_FLIGHT = 10;
const SECONDS = 6;

/**
 * What it costs to keep the state: orders per second, and processor time for an order, of a runtime that keeps it beside one that does
 * not, in turns. The second runtime of a folder keeps nothing.
 */
const keeping = await spawnRuntime();
const forgetting = await spawnRuntime();
try {
  const sides = [keeping, forgetting].map(({ endpoint, pid }) => ({ load: new OrderLoad(endpoint), pid }));
  for (const { load } of sides) await load.prepare();
  for (const { load } of sides) await load.run(IN_FLIGHT, SECONDS);
  const [rates, costs]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    const figures: { perSecond: number; cpu: number }[] = [];
    // Who is first changes, as the machine warms up and cools down.
    for (const at of turn % 2 ? [0, 1] : [1, 0]) {
      const { load, pid } = sides[at] as (typeof sides)[0];
      const before = cpuMilliseconds(pid);
      const { perSecond, completed } = await load.run(IN_FLIGHT, SECONDS);
      figures[at] = { perSecond, cpu: (cpuMilliseconds(pid) - before) / completed };
    }
    const [kept, not] = figures as [(typeof figures)[0], (typeof figures)[0]];
    rates.push(kept.perSecond / not.perSecond);
    costs.push(kept.cpu / not.cpu);
    console.log(
      `orders/s: kept ${kept.perSecond.toFixed(1)}, not kept ${not.perSecond.toFixed(1)}, ratio ${rates.at(-1)?.toFixed(3)}; ` +
        `CPU ms an order: kept ${kept.cpu.toFixed(1)}, not kept ${not.cpu.toFixed(1)}, ratio ${costs.at(-1)?.toFixed(3)}`,
    );
  }
  console.log(`median ratios: orders/s ${median(rates).toFixed(3)}, CPU an order ${median(costs).toFixed(3)}`);
} finally {
  await keeping.stop();
  await forgetting.stop();
}

/** Processor time of all threads of a process, in milliseconds (Linux: proc_pid_stat(5), in hundredths of a second). */
function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
