import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** So many are kept, the last used: a few versions of each of a project's functions. */
const MAX_KEPT = 100;

/**
 * The folder in which threads find what V8 has compiled of functions' code, and leave it (`kept-code.mjs`): among the installed packages of the
 * project, as other tools keep theirs. Undefined where no folder from the working folder upwards has packages, or it cannot be written.
 */
export function codeCacheFolder(): string | undefined {
  const folder = nearestPackages(process.cwd());
  if (folder === undefined) return undefined;
  if (!prepared.has(folder)) prepared.set(folder, prepare(join(folder, '.cache/choreography/code')));
  return prepared.get(folder);
}

const prepared = new Map<string, string | undefined>();

function prepare(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    const now = new Date();
    utimesSync(folder, now, now);
    const byAge = readdirSync(folder)
      .map((name) => join(folder, name))
      .map((path) => ({ path, usedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .sort((a, b) => b.usedAt - a.usedAt);
    for (const { path } of byAge.slice(MAX_KEPT)) rmSync(path, { force: true });
    return folder;
  } catch {
    return undefined;
  }
}

function nearestPackages(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const packages = join(folder, 'node_modules');
    if (statSync(packages, { throwIfNoEntry: false })?.isDirectory()) return packages;
    if (folder === dirname(folder)) return undefined;
  }
}
