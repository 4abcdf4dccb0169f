import inspector from 'node:inspector';
import { runWorld, type WorldOptions } from '#simulation/run-world.ts';
import { InputError } from '#template/input-error.ts';

/** The port that debuggers look for by themselves. */
const USUAL_PORT = 9229;

/**
 * Waits for a debugger, and then runs a world in which the debugger pauses after a number of steps: from there one can step into the
 * code of the functions. Environments share no libraries then, so that the debugger shows each bundle whole.
 *
 * @param port 0 for any free one, true for the usual one
 * @throws InputError if no step is given
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
