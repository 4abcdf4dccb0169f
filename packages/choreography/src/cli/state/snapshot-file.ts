import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Entry } from '#local/state/journal.ts';
import { InputError } from '#template/input-error.ts';
import { privateFolder } from './private-folder.ts';

const FOLDER = '.choreography/snapshots';

/** Where a snapshot of that name is: compressed lines of JSON, `[key, value]`, the clock first. */
const snapshotPath = (name: string): string => join(FOLDER, `${name}.jsonl.gz`);

/** @throws InputError if a snapshot cannot have that name */
export function checkSnapshotName(name: string): void {
  if (!/^[\w.-]+$/.test(name))
    throw new InputError(`A snapshot is named with letters, digits, dots, hyphens and underscores, not "${name}".`);
}

/** Writes a snapshot; returns the path. */
export function writeSnapshot(name: string, lines: string): string {
  privateFolder('snapshots');
  // Written anew, since an old file keeps its mode.
  rmSync(snapshotPath(name), { force: true });
  writeFileSync(snapshotPath(name), gzipSync(lines), { mode: 0o600 });
  return snapshotPath(name);
}

/** Reads a snapshot by its name or its path. Throws an InputError if there is none, or it is no snapshot. */
export function readSnapshot(nameOrPath: string): { path: string; entries: Entry[] } {
  const path = [snapshotPath(nameOrPath), nameOrPath].find((each) => existsSync(each));
  if (path === undefined)
    throw new InputError(
      `There is no snapshot "${nameOrPath}" in ${FOLDER}, and no such file. Save one with: npx choreography snapshot NAME`,
    );
  try {
    const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Entry);
    if (entries[0]?.[0] !== 'clock') throw new Error('no clock');
    return { path, entries };
  } catch {
    throw new InputError(`"${path}" is no snapshot of a local runtime, or it is damaged.`);
  }
}
