import { setTimeout as pause } from 'node:timers/promises';
import { OrderLoad } from '../order-load.ts';
import { type SpawnedRuntime, spawnRuntime } from '../spawn-runtime.ts';
import type { Checkout } from './checkout.ts';
import type { Measure } from './measure.ts';
import { megabytesOf, processorSecondsOf } from './processor-time.ts';

/** Seconds to warm up in, and that count. */
const WARM_UP = 5;
const SECONDS = 20;
const BURST = 120;
const COPIES = 3;
const MANY = 10_000;

/** Orders through the whole choreography, on a runtime that each version starts for itself. */
export const orders: Measure = {
  name: 'orders through the whole choreography',
  rounds: 2,
  figures: [
    { what: 'ten under way', unit: 'orders/s', target: { atLeast: 2.5 } },
    { what: 'fifty under way', unit: 'orders/s', target: 'none' },
    { what: 'a hundred under way', unit: 'orders/s', target: 'none' },
    { what: 'the best level without loss', unit: 'orders/s', target: { atLeast: 2.5 } },
    // No slower, but for what chance does to both.
    { what: 'fifty under way to ten', unit: 'times', target: { todayAtLeast: 0.95 } },
    { what: 'processor time an order, ten under way', unit: 'ms', target: { atMost: 0.4 } },
    { what: 'processor time an order, fifty under way', unit: 'ms', target: { atMost: 0.4 } },
    { what: 'memory, idle', unit: 'MB', target: { atMost: 0.6 } },
    { what: 'memory after these orders', unit: 'MB', target: { atMost: 0.6 } },
  ],
  take: (checkout) =>
    withLoad(checkout, async (load, { pid }) => {
      const idle = await megabytesIdle(pid);
      await load.prepare();
      await load.run(10, WARM_UP);
      const measured = async (inFlight: number) => {
        const before = processorSecondsOf(pid);
        const { perSecond, completed, lost } = await load.run(inFlight, SECONDS);
        // Only a level without loss counts.
        if (lost > 0) return { perSecond: Number.NaN, processor: Number.NaN };
        return { perSecond, processor: ((processorSecondsOf(pid) - before) / completed) * 1000 };
      };
      const ten = await measured(10);
      const fifty = await measured(50);
      const hundred = await measured(100);
      const rates = [ten, fifty, hundred].map(({ perSecond }) => perSecond);
      const best = Math.max(...rates.filter((rate) => !Number.isNaN(rate)));
      const times = fifty.perSecond / ten.perSecond;
      return [...rates, best, times, ten.processor, fifty.processor, idle, megabytesOf(pid)];
    }),
};

/** As a customer does who clicks thrice: what is put again is recognized, in whatever order and however often. */
export const burst: Measure = {
  name: `burst of ${BURST} orders, each put ${COPIES} times at once`,
  rounds: 2,
  figures: [
    { what: 'until each is completed', unit: 's', target: 'none' },
    { what: 'until all is settled', unit: 's', target: { atMost: 0.35 } },
    { what: 'processor time until then', unit: 's', target: 'none' },
  ],
  take: (checkout) =>
    withLoad(checkout, async (load, { pid }) => {
      await load.prepare();
      await load.run(10, WARM_UP);
      await quiet(pid);
      const [began, before] = [performance.now(), processorSecondsOf(pid)];
      const { seconds, lost } = await load.burst(BURST, COPIES);
      mustLoseNone(checkout, lost);
      const settled = (await quiet(pid)) - began;
      return [seconds, settled / 1000, processorSecondsOf(pid) - before];
    }),
};

/** Takes many minutes, so only if asked for. */
export const memory: Measure = {
  name: `memory of a shop that has done ${MANY} orders`,
  rounds: 1,
  figures: [
    { what: 'idle', unit: 'MB', target: { atMost: 0.6 } },
    { what: `after ${MANY / 2}`, unit: 'MB', target: { atMost: 0.6 } },
    { what: `after ${MANY}`, unit: 'MB', target: { atMost: 0.6 } },
    { what: 'the second half to the first', unit: 'times', target: { todayAtMost: 1.05 } },
  ],
  take: (checkout) =>
    withLoad(checkout, async (load, { pid }) => {
      const idle = await megabytesIdle(pid);
      await load.prepare();
      const until = async (count: number, done = 0): Promise<number> => {
        if (done >= count) return megabytesOf(pid);
        const { completed, lost } = await load.run(10, WARM_UP);
        mustLoseNone(checkout, lost);
        return until(count, done + completed);
      };
      const half = await until(MANY / 2);
      const all = await until(MANY / 2);
      return [idle, half, all, all / half];
    }),
};

async function withLoad<Result>(
  { folder, command }: Checkout,
  measured: (load: OrderLoad, runtime: SpawnedRuntime) => Promise<Result>,
): Promise<Result> {
  const runtime = await spawnRuntime([], folder, command);
  try {
    return await measured(new OrderLoad(runtime.endpoint, partitionOf(command)), runtime);
  } finally {
    await runtime.stop();
  }
}

/** Until the package spoke of instances, the monitor's table had the shop's word in its keys. */
const partitionOf = (command: string): string => (command.includes('packages') ? 'instance#' : 'order#');

function mustLoseNone({ name }: Checkout, lost: number): void {
  if (lost > 0) throw new Error(`${name} lost ${lost} orders.`);
}

/** When the threads of all functions are there, which are loaded after the runtime says that it is. */
async function megabytesIdle(pid: number): Promise<number> {
  await quiet(pid);
  return megabytesOf(pid);
}

/** How long a process has to do nothing, in milliseconds: longer than batches and retries wait. */
const QUIET = 5000;
const LOOK_EVERY = 200;
/** Less of a processor than this is nothing, in seconds for each look. */
const NOTHING = 0.025;

/** Waits until a process does nothing any more. Returns when it did something last, as `performance.now` tells it. */
async function quiet(pid: number): Promise<number> {
  let [busyAt, used] = [performance.now(), processorSecondsOf(pid)];
  while (performance.now() - busyAt < QUIET) {
    await pause(LOOK_EVERY);
    const now = processorSecondsOf(pid);
    if (now - used > NOTHING) busyAt = performance.now();
    used = now;
  }
  return busyAt;
}
