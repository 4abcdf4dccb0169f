import { Console } from 'node:console';
import type { Shadows } from '#simulation/functions/compile-code.ts';
import { cryptoOf } from './crypto.ts';
import { abortAfter, fetchOf } from './fetch.ts';
import { globalOf } from './globals.ts';
import { requireOf } from './modules.ts';
import { processOf } from './process.ts';
import type { Surroundings } from './surroundings.ts';
import { dateOf, timersOf } from './time.ts';

/** The objects of one environment that shared libraries use while it runs. */
export interface OwnObjects {
  readonly process: NodeJS.Process;
  readonly console: Console;
  readonly globals: object;
}

/** The scope of one evaluation of a bundle, and its exports. */
export interface ShadowedModule {
  readonly shadows: Shadows;
  readonly own: OwnObjects;
  /** The value of `module.exports` now. */
  exports(): Record<string, unknown>;
}

/**
 * Makes everything that a bundle sees in place of the globals of a real process.
 *
 * @param given the objects to use; made if absent
 */
export function shadowsOf(around: Surroundings, given?: OwnObjects): ShadowedModule {
  const module = { exports: {} as Record<string, unknown> };
  const timers = timersOf(around);
  const process = given?.process ?? processOf(around);
  const console = given?.console ?? new Console({ stdout: process.stdout, stderr: process.stderr });
  const crypto = cryptoOf(around);
  const start = around.now();
  const abortSignal = new Proxy(AbortSignal, {
    get: (target, name) =>
      name === 'timeout' ? (milliseconds: number) => abortAfter(milliseconds, around) : Reflect.get(target, name),
  });
  const named: Record<PropertyKey, unknown> = {
    process,
    console,
    fetch: fetchOf(around.transport),
    Date: dateOf(around.now),
    Math: Object.create(Math, { random: { value: around.random } }),
    performance: { now: () => around.now() - start, timeOrigin: start, mark() {}, measure() {} },
    AbortSignal: abortSignal,
    awslambda: {},
    crypto: crypto.webcrypto,
    ...timers,
  };
  const globals = given?.globals ?? globalOf(named);
  const require = requireOf({ around, timers, console, process, crypto });
  const importModule = async (name: string) => {
    const loaded = require(name);
    return { ...Object(loaded), default: loaded };
  };
  const shadows = {
    importModule,
    exports: module.exports,
    require,
    module,
    __filename: around.file,
    __dirname: '/var/task',
    globalThis: globals,
    global: globals,
    ...named,
  } as Shadows;
  // A bundle may assign to `module.exports`.
  return { shadows, own: { process, console, globals }, exports: () => module.exports };
}
