import type { Console } from 'node:console';
import { type OwnObjects, type ShadowedModule, shadowsOf } from './shadows/shadows.ts';
import type { Surroundings } from './shadows/surroundings.ts';

/** An environment whose code runs: its surroundings, and the objects that it shares with no other. */
export interface Running {
  readonly around: Surroundings;
  readonly own: OwnObjects;
}

let running: Running | undefined;

/**
 * Makes an environment the running one until the step of the world ends.
 *
 * @throws Error if another environment ran in the same step: shared libraries would use the wrong one's objects
 */
export function enter(environment: Running): void {
  if (running !== undefined && running !== environment)
    throw new Error('Two execution environments cannot run in one step of a world.');
  running = environment;
}

/** Makes no environment the running one. */
export function leave(): void {
  running = undefined;
}

/** Does some synchronous work with an environment as the running one, and then restores the one before. */
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
  if (running === undefined) throw new Error('The code of a shared library runs outside any execution environment.');
  return running;
}

/** The surroundings of the running environment, at each time. */
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

/** Makes the shadows of libraries that several environments share: they refer to the running environment. */
export const libraryShadows = (): ShadowedModule =>
  shadowsOf(around, {
    process: leadTo(() => now().own.process),
    console: leadTo<Console>(() => now().own.console),
    globals: leadTo(() => now().own.globals),
  });

/** Makes an object that forwards each access to the present target. */
const leadTo = <Target extends object>(target: () => Target): Target =>
  new Proxy({} as Target, {
    get: (_, name) => Reflect.get(target(), name),
    set: (_, name, value) => Reflect.set(target(), name, value),
    has: (_, name) => Reflect.has(target(), name),
    defineProperty: (_, name, descriptor) => Reflect.defineProperty(target(), name, descriptor),
  });
