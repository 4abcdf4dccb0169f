import { parseArgs } from 'node:util';
import { compare } from './against/compare.ts';
import { measureBundles } from './bundles.ts';
import { measureMap } from './map.ts';
import { measureMatching } from './matching/matching.ts';
import { measureMonitorCost } from './monitor-cost.ts';
import { measureOrders } from './orders.ts';
import { measurePutEvents } from './put-events.ts';
import { measureStart } from './start.ts';
import { measureWatch } from './watch.ts';

// What the README and the issues promise, measured in one run. Nothing here is a test: compare ratios, not seconds.
const values = readOptions();
const say = (text: string) => values.json || console.log(text);
const figures = values.against ? await compare(values.against, values, say) : await measureAll();
if (values.json) console.log(JSON.stringify(figures, null, 2));

async function measureAll() {
  return {
    start: await measureStart(say, values.fresh ?? false),
    watch: await measureWatch(say),
    matching: measureMatching(say),
    putEvents: await measurePutEvents(say),
    orders: await measureOrders(say),
    monitor: await measureMonitorCost(say),
    bundles: await measureBundles(say),
    map: await measureMap(say),
  };
}

function readOptions() {
  const options = {
    json: { type: 'boolean' },
    fresh: { type: 'boolean' },
    against: { type: 'string' },
    only: { type: 'string', multiple: true },
    all: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    const given = parseArgs({ options }).values;
    if (!given.help) return given;
  } catch (error) {
    process.exitCode = 1;
    console.error((error as Error).message);
  }
  console.error('Usage: npm run bench -- [--json] [--fresh | --against COMMIT [--only NAME …] [--all]]');
  return process.exit();
}
