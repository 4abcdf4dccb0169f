import { type MapProgram, measureSystem } from '../map.ts';
import { measurePutEvents } from '../put-events.ts';
import { measureWatch } from '../watch.ts';
import { fileOf } from './checkout.ts';

// Runs in a process of its own: measures one thing with the code of one version, and prints a list of values.
const [what, folder = '', command = ''] = process.argv.slice(2);
const silent = () => {};

const load = (...places: string[]) => import(fileOf({ name: folder, folder }, ...places));

async function values(): Promise<number[]> {
  if (what === 'map') {
    const { readTemplates } = await load(
      'packages/choreography/src/template/read-templates.ts',
      'tools/template/read-templates.ts',
    );
    const { graphOf } = await load('packages/choreography/src/graph/graph-of.ts', 'tools/map/graph-of.ts');
    const { findAll } = await load('packages/choreography/src/check/find-all.ts', 'tools/check/find-all.ts');
    const { read, map, check } = measureSystem(1000, { readTemplates, graphOf, findAll } as MapProgram);
    return [map / 1000, (read + map + check) / 1000, process.resourceUsage().maxRSS / 1024];
  }
  if (what === 'put-events') {
    const { startRuntime } = await load(
      'packages/choreography/src/local/start-runtime.ts',
      'tools/local/start-runtime.ts',
    );
    const { callsPerSecond, heap } = await measurePutEvents(silent, startRuntime);
    return [callsPerSecond, heap[2]];
  }
  return (await measureWatch(silent, folder, command)).map(({ median }) => median);
}

console.log(JSON.stringify(await values()));
