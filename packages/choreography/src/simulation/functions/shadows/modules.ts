import { Console } from 'node:console';
import * as realFs from 'node:fs';
import { createRequire } from 'node:module';
import { httpModule } from '#simulation/functions/http-client.ts';
import type { Surroundings } from './surroundings.ts';
import type { timersOf } from './time.ts';

const requireHere = createRequire(import.meta.url);
/** Modules with effects that would differ from run to run. */
const NOT_SIMULATED = new Set([
  'net',
  'tls',
  'dgram',
  'dns',
  'child_process',
  'worker_threads',
  'cluster',
  'inspector',
  'http2',
]);

/** A module like `fs` in which `promises.readFile` resolves within the same step of the world. */
const files = {
  ...realFs,
  promises: { ...realFs.promises, readFile: async (...given: [string]) => realFs.readFileSync(...given) },
};

/** Makes the `require` of an environment. It throws for modules that cannot be simulated. */
export function requireOf(has: {
  around: Surroundings;
  timers: ReturnType<typeof timersOf>;
  console: Console;
  process: NodeJS.Process;
  crypto: object;
}): (name: string) => unknown {
  const { around, timers } = has;
  const sleep = (milliseconds: number, value: unknown) =>
    new Promise((resolve) => {
      around.after(milliseconds, () => resolve(value));
    });
  const own: Record<string, () => unknown> = {
    http: () => httpModule(requireHere('node:http'), around.transport),
    https: () => httpModule(requireHere('node:https'), around.transport),
    crypto: () => has.crypto,
    process: () => has.process,
    console: () => ({ ...has.console, Console, default: has.console }),
    timers: () => timers,
    'timers/promises': () => ({ setTimeout: sleep, setImmediate: (value: unknown) => sleep(0, value) }),
    fs: () => files,
    'fs/promises': () => files.promises,
    os: () => ({ ...requireHere('node:os'), homedir: () => '/home/sbx_user1051', hostname: () => 'lambda' }),
  };
  const loaded = new Map<string, unknown>();
  return (asked) => {
    const name = asked.replace(/^node:/, '');
    if (NOT_SIMULATED.has(name))
      throw new Error(`The simulation has no module "${name}": what it does would differ from run to run.`);
    if (!loaded.has(name)) loaded.set(name, own[name]?.() ?? requireHere(asked));
    return loaded.get(name);
  };
}
