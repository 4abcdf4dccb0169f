// Whether files have changed since some time. Plain JavaScript, so that it needs no compiler.
import { statSync } from 'node:fs';

/** The time of a file may be that of the system's last tick, before that of the process, in milliseconds. */
const TICK = 20;

/** Whether one of some files or folders is gone, or has changed since a time in milliseconds since the epoch, by the system's own record of it. */
export const haveChangedSince = (paths, began) =>
  paths.some((path) => (statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Infinity) > began - TICK);
