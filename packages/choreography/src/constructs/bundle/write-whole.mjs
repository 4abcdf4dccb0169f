// Plain JavaScript, so that the app's own bundle can be written before a compiler is loaded.
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file whole or not at all, since two synths may run at the same time. */
export function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const written = `${path}.${randomUUID()}`;
  writeFileSync(written, contents);
  renameSync(written, path);
}
