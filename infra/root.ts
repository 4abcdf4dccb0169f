import { resolve } from 'node:path';

/** The repository's root: paths do not depend on where a command is called. */
export const root = resolve(import.meta.dirname, '..');
