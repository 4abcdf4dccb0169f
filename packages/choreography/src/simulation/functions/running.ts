import type { Console } from 'node:console';
import { type OwnObjects, type ShadowedModule, shadowsOf } from './shadows/shadows.ts';
import type { Surroundings } from './shadows/surroundings.ts';

/** An environment whose code runs: what it has around it, and the objects that are its own. */
export interface Running {
  readonly around: Surroundings;
  readonly own: OwnObjects;
}

let running: Running | undefined;

/**
 * The code of an environment runs from now on, until the step of the world ends.
 *
 * @throws Error if another environment ran in the same step: what libraries share could not tell them apart
 */
export function enter(environment: Running): void {
  if (running !== undefined && running !== environment)
    throw new Error('Two execution environments run in one step of a world.');
  running = environment;
}

/** No environment's code runs any more. */
export function leave(): void {
  running = undefined;
}

/** Does some work as an environment, and then is again what was. */
export function within<Result>(environment: Running, work: () => Result): Result {
  const before = running;
  running = environment;
  try {
    return work();
  } finally {
    running = before;
  }
}

function now(): Running {
  if (running === undefined) throw new Error('The code of a library runs, and no execution environment does.');
  return running;
}

/** What is around the environment that runs, whichever it is. */
const around: Surroundings = {
  file: '/var/task/index.js',
  get environment() {
    return now().around.environment;
  },
  now: () => now().around.now(),
  after: (milliseconds, action) => now().around.after(milliseconds, action),
  random: () => now().around.random(),
  uuid: () => now().around.uuid(),
  transport: (request) => now().around.transport(request),
  write: (line) => now().around.write(line),
  exit: () => now().around.exit(),
};

/** Makes what libraries see that all environments of a function share: it leads to the environment that runs. */
export const libraryShadows = (): ShadowedModule =>
  shadowsOf(around, {
    process: leadTo(() => now().own.process),
    console: leadTo<Console>(() => now().own.console),
    globals: leadTo(() => now().own.globals),
  });

/** An object that is at each time another. */
const leadTo = <Target extends object>(target: () => Target): Target =>
  new Proxy({} as Target, {
    get: (_, name) => Reflect.get(target(), name),
    set: (_, name, value) => Reflect.set(target(), name, value),
    has: (_, name) => Reflect.has(target(), name),
    defineProperty: (_, name, descriptor) => Reflect.defineProperty(target(), name, descriptor),
  });
