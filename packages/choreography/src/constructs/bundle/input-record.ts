import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { folderWith, packageFile, projectRoot } from '#constructs/project-root.ts';

/**
 * What a bundle was made from, as JSON: each file's size and time of change, and the surroundings. Paths are relative to the
 * root. A file that changed after the bundling began is recorded as changed: either version may be in the bundle.
 */
export function inputRecord(paths: readonly string[], bundledAt: Date): string {
  const states = paths.map((path) => [path, changedAt(path) < bundledAt.getTime() ? stateOf(path) : 'changed']);
  return JSON.stringify({ surroundings: SURROUNDINGS, inputs: Object.fromEntries(states) });
}

/** Whether a bundle exists and everything that its record says is still so. */
export function isUnchanged(record: string, bundle: string): boolean {
  try {
    statSync(bundle);
    const { surroundings, inputs } = JSON.parse(readFileSync(record, 'utf8')) as {
      surroundings: string;
      inputs: Record<string, string>;
    };
    return surroundings === SURROUNDINGS && Object.entries(inputs).every(([path, state]) => stateOf(path) === state);
  } catch {
    // Never bundled, or one of its files is gone.
    return false;
  }
}

const changedAt = (path: string): number => statSync(resolve(projectRoot, path)).mtimeMs;

const stateOf = (path: string): string => `${statSync(resolve(projectRoot, path)).size} ${changedAt(path)}`;

/** Whether bundles are made to be read: `start --inspect` asks for it. */
export const READABLE = process.env.CHOREOGRAPHY_READABLE_BUNDLES === 'true';

const bundling = dirname(packageFile('constructs/bundle/bundle-functions'));

/** What every bundle depends on beside its own files: how bundles are made, and the installed packages. */
const SURROUNDINGS = [
  ...readdirSync(bundling).map((file) => resolve(bundling, file)),
  resolve(folderWith('node_modules/.package-lock.json'), 'node_modules/.package-lock.json'),
]
  .reduce((hash, path) => hash.update(readFileSync(path)), createHash('sha256').update(String(READABLE)))
  .digest('hex');
