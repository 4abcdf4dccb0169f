import { type MapProgram, measureSystem } from '../map.ts';
import { type MatchingProgram, measureMatching } from '../matching/matching.ts';
import { measurePutEvents } from '../put-events.ts';
import { measureWatch } from '../watch.ts';
import { fileOf } from './checkout.ts';

// Runs in a process of its own: measures one thing with the code of one version, and prints a list of values.
const [what, folder = '', command = ''] = process.argv.slice(2);
const silent = () => {};

const placeOf = (...places: string[]) => fileOf({ name: folder, folder }, ...places);
const load = (...places: string[]) => import(placeOf(...places));

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
  if (what === 'matching') {
    const places = (file: string) => [
      `packages/choreography/src/pattern/${file}`,
      `tools/local/events/pattern/${file}`,
    ];
    const { RuleSet } = await load(...places('rule-set.ts'));
    const { parsePattern } = await load(...places('parse-pattern.ts'));
    return measureMatching(silent, { RuleSet, parsePattern } as MatchingProgram).map(
      ({ local, eventRuler }) => local.fromText / (eventRuler?.fromText ?? Number.NaN),
    );
  }
  if (what === 'put-events') {
    const program = ['packages/choreography/src/local/start-runtime.ts', 'tools/local/start-runtime.ts'];
    const { callsPerSecond, processor, heap } = await measurePutEvents(silent, placeOf(...program));
    return [callsPerSecond, processor, heap[2]];
  }
  const changes = await measureWatch(silent, folder, command);
  return [...changes.map(({ median }) => median), ...changes.map(({ processor }) => processor)];
}

console.log(JSON.stringify(await values()));
// Whatever still listens or waits.
process.exit();
