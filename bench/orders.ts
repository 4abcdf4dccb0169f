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
    for (const [i, { engine }] of engines.entries())
      if (typeof loads[i] === 'string') say(`  ${engine} is skipped: ${loads[i]}`);
    const figures = engines.map(({ engine }): OrderFigures & { levels: Level[] } => ({
      engine,
      levels: [],
      ordersPerSecond: undefined,
    }));
    for (const inFlight of LEVELS) {
      // In turn, so that each has the machine as it is in that moment.
      for (const [i, load] of loads.entries())
        if (typeof load !== 'string') figures[i]?.levels.push(await measure(load, inFlight));
      say(
        `  ${String(inFlight).padStart(2)} under way  ${figures.flatMap(({ engine, levels }) => inWords(engine, levels.at(-1))).join('   ')}`,
      );
    }
    for (const each of figures) Object.assign(each, { ordersPerSecond: best(each.levels) });
    say(`  best          ${compared(figures)}`);
    return figures;
  } finally {
    await runtime.stop();
  }
}

const emulator = (engine: string, variable: string) => ({
  engine,
  endpoint: process.env[variable],
  missing: `set ${variable} to where it runs`,
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
    return `${endpoint} took no order (${(error as Error).message || (error as { code?: string }).code})`;
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

const inWords = (engine: string, level: Level | undefined): string[] =>
  level ? [`${engine} ${level.perSecond.toFixed(1)}${level.lost > 0 ? ` (${level.lost} lost)` : ''}`] : [];

function compared(figures: readonly OrderFigures[]): string {
  const local = figures[0]?.ordersPerSecond;
  return figures
    .filter(({ levels }) => levels.length > 0)
    .map(({ engine, ordersPerSecond: rate }, i) => {
      if (rate === undefined) return `${engine}: lost orders at each`;
      const times =
        i > 0 && local !== undefined ? ` (the local runtime ${(local / rate).toFixed(1)} times as many)` : '';
      return `${engine} ${rate.toFixed(1)}${times}`;
    })
    .join('   ');
}
