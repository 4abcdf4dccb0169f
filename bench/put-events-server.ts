import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { startRuntime } from '../packages/choreography/src/local/start-runtime.ts';

// Runs in a process of its own: the runtime of one version, on an assembly. Says where it is, and its heap when nothing is under way.
const [program = '', cdkOut = ''] = process.argv.slice(2);
const { startRuntime: start }: { startRuntime: typeof startRuntime } = await import(program);
const runtime = await start({ cdkOut, port: 0 });
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

process.on('message', async () => {
  await runtime.idle();
  collectGarbage();
  process.send?.(process.memoryUsage().heapUsed / 1024 ** 2);
});
process.on('disconnect', () => process.exit());
process.send?.(runtime.endpoint);
