// Runs something as if it were the only thing that a process does: until nothing is left to be waited for.
import { setTimeout as pause } from 'node:timers/promises';

/** How often it is looked whether something is under way, in milliseconds. */
const LOOK_EVERY = 5;
/** Events of a process that is about to end. */
const ENDS = ['beforeExit', 'exit'];

/**
 * Runs something that may leave work under way, waits for that, and calls what has asked to be called at the end of the process. The
 * environment, the working folder and those who listen are afterwards as they were. Returns the exit code that was set.
 */
export async function runToItsEnd(run) {
  const [environment, folder] = [{ ...process.env }, process.cwd()];
  const listening = new Map(ENDS.map((event) => [event, new Set(process.listeners(event))]));
  const atRest = underWay();
  const rest = async () => {
    while (underWay() > atRest) await pause(LOOK_EVERY);
  };
  process.exitCode = undefined;
  try {
    await run();
    for (const event of ENDS) {
      await rest();
      for (const each of process.listeners(event))
        if (!listening.get(event).has(each)) each.call(process, process.exitCode ?? 0);
      await rest();
    }
    return process.exitCode ?? 0;
  } finally {
    process.exitCode = undefined;
    for (const event of ENDS)
      for (const each of process.listeners(event)) if (!listening.get(event).has(each)) process.off(event, each);
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    process.chdir(folder);
  }
}

/** How much keeps the process from ending, without pipes and terminals: its own are opened when they are first written to. */
const underWay = () => process.getActiveResourcesInfo().filter((name) => !/^(Pipe|TTY)Wrap$/.test(name)).length;
