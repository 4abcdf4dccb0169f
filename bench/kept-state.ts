import { OrderLoad } from './order-load.ts';
import { spawnRuntime } from './spawn-runtime.ts';

const TURNS = 5;
const IN_FLIGHT = 10;
const SECONDS = 6;

/**
 * What it costs to keep the state: orders per second of a runtime that keeps it beside one that does not, in turns. The second
 * runtime of a folder keeps nothing.
 */
const keeping = await spawnRuntime();
const forgetting = await spawnRuntime();
try {
  const loads = [new OrderLoad(keeping.endpoint), new OrderLoad(forgetting.endpoint)] as const;
  for (const load of loads) await load.prepare();
  for (const load of loads) await load.run(IN_FLIGHT, 4);
  const ratios: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const rates = [0, 0];
    // Who is first changes, as the machine warms up and cools down.
    for (const at of turn % 2 ? [0, 1] : [1, 0])
      rates[at] = (await loads[at as 0 | 1].run(IN_FLIGHT, SECONDS)).perSecond;
    const [kept = 0, forgot = 1] = rates;
    ratios.push(kept / forgot);
    console.log(`kept ${kept.toFixed(1)}  not kept ${forgot.toFixed(1)}  ratio ${(kept / forgot).toFixed(3)}`);
  }
  ratios.sort((a, b) => a - b);
  console.log(`median ratio ${ratios[TURNS >> 1]?.toFixed(3)}`);
} finally {
  await keeping.stop();
  await forgetting.stop();
}
