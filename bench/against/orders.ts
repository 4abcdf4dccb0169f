import { OrderLoad } from '../order-load.ts';
import { spawnRuntime } from '../spawn-runtime.ts';
import type { Checkout } from './checkout.ts';
import type { Figure, Measure } from './measure.ts';
import { megabytesOf, processorSecondsOf } from './processor-time.ts';

/** Seconds to warm up in, and that count. */
const WARM_UP = 5;
const SECONDS = 20;
const BURST = 120;
const COPIES = 3;

const FIGURES: readonly Figure[] = [
  { what: 'ten under way', unit: 'orders/s', target: { atLeast: 2.5 } },
  { what: 'fifty under way', unit: 'orders/s', target: { atLeast: 2.5 } },
  { what: 'processor time an order', unit: 'ms', target: { atMost: 0.4 } },
  { what: `burst of ${BURST} orders, each put ${COPIES} times`, unit: 's', target: { atMost: 0.35 } },
  { what: 'memory, idle', unit: 'MB', target: { atMost: 0.6 } },
  { what: 'memory after the load', unit: 'MB', target: { atMost: 0.6 } },
];

/** Orders through the whole choreography, on a runtime that each version starts for itself. */
export const orders: Measure = {
  name: 'orders through the whole choreography',
  rounds: 2,
  figures: FIGURES,
  async take(checkout: Checkout) {
    const runtime = await spawnRuntime([], checkout.folder, checkout.command);
    try {
      const load = new OrderLoad(runtime.endpoint, partitionOf(checkout));
      const idle = megabytesOf(runtime.pid);
      await load.prepare();
      await load.run(10, WARM_UP);
      const before = processorSecondsOf(runtime.pid);
      const ten = await load.run(10, SECONDS);
      const processor = (processorSecondsOf(runtime.pid) - before) / ten.completed;
      const fifty = await load.run(50, SECONDS);
      const burst = await load.burst(BURST, COPIES);
      const lost = ten.lost + fifty.lost + burst.lost;
      if (lost > 0) throw new Error(`${checkout.name} lost ${lost} orders.`);
      return [ten.perSecond, fifty.perSecond, processor * 1000, burst.seconds, idle, megabytesOf(runtime.pid)];
    } finally {
      await runtime.stop();
    }
  },
};

/** Until the package spoke of instances, the monitor's table had the shop's word in its keys. */
const partitionOf = ({ command }: Checkout): string => (command.includes('packages') ? 'instance#' : 'order#');
