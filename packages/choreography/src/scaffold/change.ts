import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '#template/input-error.ts';

/** What becomes of one file: a new one has no `before`, one that goes has no `after`. The path is relative to the project. */
export interface Change {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Writes all changes. Throws an InputError, and writes nothing, if a file that is to be new is there. */
export function writeChanges(folder: string, changes: readonly Change[]): void {
  for (const { path, before } of changes) {
    if (before === undefined && existsSync(resolve(folder, path))) {
      throw new InputError(`"${path}" is there already: nothing was written.`);
    }
  }
  for (const { path, after } of changes) {
    const file = resolve(folder, path);
    if (after === undefined) {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, after);
  }
}
