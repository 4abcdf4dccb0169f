import { OrderLoad } from './order-load.ts';
import { spawnRuntime } from './spawn-runtime.ts';

export interface OrderFigures {
  readonly engine: string;
  /** By how many orders were under way; empty where the engine does not run. */
  readonly levels: readonly Level[];
  /** The best rate of a level at which nothing was lost. */
  readonly ordersPerSecond: number | undefined;
}

interface Level {
  readonly inFlight: number;
  readonly perSecond: number;
  readonly lost: number;
}

/** An engine that has more to do than it can may lose events and not try again: each is measured where it does best. */
const LEVELS = [1, 10, 50];
/** Each level, in seconds: time to warm up in, and time that counts. */
const WARM_UP = 5;
const SECONDS = 15;

/**
 * Orders per second through the whole choreography, on the local runtime and on the emulators at MINISTACK_URL and
 * LOCALSTACK_URL, to which `deploy:local` deployed: each engine in a process of its own, under the same load.
 */
export async function measureOrders(say: (text: string) => void): Promise<OrderFigures[]> {
  say(`orders per second through the whole choreography, with ${LEVELS.join(', ')} under way`);
  const runtime = await spawnRuntime();
  try {
    const engines = [
      { engine: 'local runtime', endpoint: runtime.endpoint, missing: '' },
      emulator('MiniStack', 'MINISTACK_URL'),
      emulator('LocalStack', 'LOCALSTACK_URL'),
    ];
    const loads = await Promise.all(engines.map(loadOf));
    const levels = engines.map((): Level[] => []);
    // In turn, so that each has the machine as it is in that moment.
    for (const inFlight of LEVELS)
      for (const [i, load] of loads.entries())
        if (typeof load !== 'string') levels[i]?.push(await measure(load, inFlight));
    const figures = engines.map(({ engine }, i) => ({
      engine,
      levels: levels[i] as Level[],
      ordersPerSecond: best(levels[i] as Level[]),
    }));
    for (const [i, { engine, ordersPerSecond, levels }] of figures.entries())
      say(`  ${engine.padEnd(13)}  ${levels.length === 0 ? loads[i] : inWords(levels, ordersPerSecond, figures[0])}`);
    return figures;
  } finally {
    await runtime.stop();
  }
}

const emulator = (engine: string, variable: string) => ({
  engine,
  endpoint: process.env[variable],
  missing: `skipped: set ${variable} to where it runs`,
});

/** Why an engine cannot be measured, in words, where it cannot. */
async function loadOf({
  endpoint,
  missing,
}: {
  endpoint: string | undefined;
  missing: string;
}): Promise<OrderLoad | string> {
  if (endpoint === undefined) return missing;
  try {
    const load = new OrderLoad(endpoint);
    await load.prepare();
    return load;
  } catch (error) {
    return `skipped: ${endpoint} took no order (${(error as Error).message || (error as { code?: string }).code})`;
  }
}

async function measure(load: OrderLoad, inFlight: number): Promise<Level> {
  const { lost } = await load.run(inFlight, WARM_UP);
  const counted = await load.run(inFlight, SECONDS);
  return { inFlight, perSecond: counted.perSecond, lost: lost + counted.lost };
}

const best = (levels: readonly Level[]): number | undefined => {
  const whole = levels.filter(({ lost }) => lost === 0).map(({ perSecond }) => perSecond);
  return whole.length > 0 ? Math.max(...whole) : undefined;
};

function inWords(levels: readonly Level[], rate: number | undefined, local: OrderFigures | undefined): string {
  const each = levels
    .map(({ perSecond, lost }) => `${perSecond.toFixed(1)}${lost > 0 ? ` (${lost} lost)` : ''}`)
    .join('   ');
  if (rate === undefined) return `${each}   lost orders at each`;
  const times = (local?.ordersPerSecond ?? Number.NaN) / rate;
  return `${each}   best ${rate.toFixed(1)}${times === 1 ? '' : `, the local runtime ${times.toFixed(1)} times as many`}`;
}
