import inspector from 'node:inspector';
import { runWorld, type WorldOptions } from '#simulation/run-world.ts';
import { InputError } from '#template/input-error.ts';

/** The port that debuggers look for by themselves. */
const USUAL_PORT = 9229;

/**
 * Waits for a debugger, and then runs a world that stops in it after a number of steps: whoever steps on from there comes into the code
 * of the functions. Libraries are not shared then, so that each bundle is seen whole.
 *
 * @param port 0 for any that is free, true for the usual one
 * @throws InputError if no step is named
 */
export async function inspectWorld(
  options: WorldOptions,
  until: number | undefined,
  port: number | true,
): Promise<void> {
  if (until === undefined)
    throw new InputError('--inspect needs --until STEP: --step shows a world step by step, each with its number.');
  if (!inspector.url()) inspector.open(port === true ? USUAL_PORT : port, '127.0.0.1');
  console.error(`Attach a debugger to ${inspector.url()}: the world stops after step ${until}.`);
  inspector.waitForDebugger();
  const { steps, violations } = await runWorld({ ...options, breakBefore: until, sourceMaps: undefined });
  console.log(`${steps.length} steps, ${violations.length} violations.`);
}
