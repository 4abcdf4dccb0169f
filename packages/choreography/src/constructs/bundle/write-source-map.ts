import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { namesIn } from './names-in.ts';
import { writeWhole } from './write-whole.mjs';

/**
 * Writes the source map of a job's bundle, under the SHA-256 of the bundle, in place of those of its earlier bundles. The local
 * runtime finds it so; it is not deployed.
 */
export function writeSourceMap(folder: string, job: string, bundle: Uint8Array, map: Uint8Array): void {
  const ending = `.${job.replace('/', '.')}.json`;
  for (const name of namesIn(folder)) if (name.endsWith(ending)) rmSync(resolve(folder, name), { force: true });
  writeWhole(resolve(folder, `${createHash('sha256').update(bundle).digest('hex')}${ending}`), map);
}
