import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The source map of a function's bundle in a folder of maps, each of which is named after the SHA-256 of its bundle:
 * `HASH.PARTICIPANT.JOB.json`. Undefined if there is none.
 */
export function findSourceMap(root: string, folder: string): string | undefined {
  try {
    const hash = createHash('sha256')
      .update(readFileSync(join(root, 'index.js')))
      .digest('hex');
    const found = readdirSync(folder).find((name) => name.startsWith(`${hash}.`));
    return found && resolve(folder, found);
  } catch {
    return undefined;
  }
}
