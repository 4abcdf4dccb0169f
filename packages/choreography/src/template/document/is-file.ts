import { existsSync, statSync } from 'node:fs';

/** Whether there is a file at a path: a folder, a pipe, and a link that leads nowhere or in a circle are none. */
export const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
