import { resolve } from 'node:path';
import { startRuntime } from '../packages/choreography/src/local/start-runtime.ts';
import { synthesized } from '../packages/choreography/src/testing/synthesized.ts';
import { median } from './median.ts';

/** How long the tests of a file wait for their runtime when the synth is cached, as `runProject` starts it: the first, and the median of those after it in one process. */
const ROUNDS = 9;
const folder = resolve(process.argv[2] ?? 'examples/museum');
await synthesized(folder);
const [wall, cpu]: [number[], number[]] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const runtime = await startRuntime({ cdkOut: synthesized(folder), port: 0 });
  wall.push(performance.now() - began);
  const { user, system } = process.cpuUsage(before);
  cpu.push((user + system) / 1000);
  await runtime.stop();
}
const show = (all: readonly number[]) => `first ${all[0]?.toFixed(0)} ms, then ${median(all.slice(1)).toFixed(0)} ms`;
console.log(`${folder}: ${show(wall)}; processor time: ${show(cpu)}`);
process.exit();
